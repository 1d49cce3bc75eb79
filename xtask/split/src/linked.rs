//! What the linker says of the data of a program: where each piece begins and ends, and which piece leads to which.
//!
//! It says so to whoever asks for relocations (`--emit-relocs`), in the program as it was before wasm-bindgen and
//! wasm-opt, which move code and leave data where it is.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use wasmparser::{
    DataKind, KnownCustom, Linking, LinkingSectionReader, Parser, Payload, RelocSectionReader, RelocationEntry,
    RelocationType, SymbolInfo,
};

use crate::Result;
use crate::program::{constant, wrong};

/// The segment that holds what nobody writes to.
const CONSTANT: &str = ".rodata";

/// The data of a program.
#[derive(Default)]
pub struct Linked {
    /// From where to where the data lies that nobody writes to.
    pub constant: Range<u32>,
    /// From where to where each piece lies, by its number among the linker's symbols.
    pieces: BTreeMap<u32, Range<u32>>,
    /// Which pieces an address stands for where the code names it: not always that in which it lies, since a compiler
    /// reckons with places before the beginning of a table.
    named: BTreeMap<u32, BTreeSet<u32>>,
    /// Which piece stands at which address of the data itself.
    inner: BTreeMap<u32, u32>,
}

/// Where a segment lies in memory, and in the file.
struct Segment {
    start: u32,
    bytes: Range<usize>,
}

impl Linked {
    /// Reads a program as the linker left it.
    pub fn read(bytes: &[u8]) -> Result<Linked> {
        let mut linked = Linked::default();
        let mut segments = Vec::new();
        let mut data_starts = 0;
        let mut relocations = Vec::new();
        let mut sections = 0;
        let mut data_section = None;
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload.map_err(wrong)?;
            match &payload {
                Payload::DataSection(section) => {
                    (data_section, data_starts) = (Some(sections), section.range().start);
                    for data in section.clone() {
                        let data = data.map_err(wrong)?;
                        let DataKind::Active { offset_expr, .. } = &data.kind else { continue };
                        let start = constant(offset_expr).ok_or("Data lies where only a running program knows.")?;
                        let end = data.range.end;
                        segments.push(Segment { start, bytes: end - data.data.len()..end });
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(reader) => linked.learn(reader, &segments)?,
                    KnownCustom::Reloc(reader) => relocations.push(reader),
                    _ => {}
                },
                _ => {}
            }
            sections += u32::from(payload.as_section().is_some());
        }
        for reader in relocations {
            let is_data = Some(reader.section_index()) == data_section;
            linked.follow(reader, is_data.then_some(data_starts), &segments)?;
        }
        if linked.constant.is_empty() || linked.named.is_empty() || linked.inner.is_empty() {
            return Err("The linker has left no word about the data: it was not asked for relocations.".to_string());
        }
        Ok(linked)
    }

    /// The constant data to which nothing leads from these addresses, nor from data that can be written to.
    pub fn apart_from(&self, addresses: impl Iterator<Item = u32>) -> Vec<Range<u32>> {
        let mut left: Vec<u32> = addresses.flat_map(|address| self.meant(address)).collect();
        left.extend(self.pieces.iter().filter(|(_, piece)| !self.is_constant(piece)).map(|(number, _)| number));
        let mut reached = BTreeSet::new();
        while let Some(number) = left.pop() {
            if reached.insert(number)
                && let Some(piece) = self.pieces.get(&number)
            {
                left.extend(self.inner.range(piece.clone()).map(|(_, number)| *number));
            }
        }
        let kept = union(reached.iter().filter_map(|number| self.pieces.get(number)));
        let others = union(self.pieces.values().filter(|piece| self.is_constant(piece)));
        others.iter().flat_map(|place| without(place, &kept)).collect()
    }

    fn is_constant(&self, piece: &Range<u32>) -> bool {
        self.constant.start <= piece.start && piece.end <= self.constant.end
    }

    /// The pieces that an address may stand for: those for which the linker put it there, or, where an optimiser has
    /// reckoned with it, the one in which it lies, and the one that ends there.
    fn meant(&self, address: u32) -> Vec<u32> {
        if let Some(numbers) = self.named.get(&address) {
            return numbers.iter().copied().collect();
        }
        let holds = |piece: &Range<u32>| piece.start <= address && address <= piece.end;
        self.pieces.iter().filter(|(_, piece)| holds(piece)).map(|(number, _)| *number).collect()
    }

    fn learn(&mut self, reader: LinkingSectionReader, segments: &[Segment]) -> Result<()> {
        for part in reader.subsections() {
            match part.map_err(wrong)? {
                Linking::SegmentInfo(infos) => {
                    for (info, segment) in infos.into_iter().zip(segments) {
                        if info.map_err(wrong)?.name == CONSTANT {
                            let end = segment.start + segment.bytes.len() as u32;
                            self.constant = segment.start..end;
                        }
                    }
                }
                Linking::SymbolTable(symbols) => {
                    for (number, symbol) in (0..).zip(symbols) {
                        let SymbolInfo::Data { symbol: Some(symbol), .. } = symbol.map_err(wrong)? else { continue };
                        let Some(segment) = segments.get(symbol.index as usize) else { continue };
                        let start = segment.start + symbol.offset;
                        self.pieces.insert(number, start..start + symbol.size);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Notes the addresses of one section: of the data, which begins there in the file, or of the code.
    fn follow(&mut self, reader: RelocSectionReader, data: Option<usize>, segments: &[Segment]) -> Result<()> {
        for entry in reader.entries() {
            let entry = entry.map_err(wrong)?;
            let Some(address) = self.address(&entry) else { continue };
            let Some(starts) = data else {
                self.named.entry(address).or_default().insert(entry.index);
                continue;
            };
            let place = starts + entry.offset as usize;
            let segment = segments.iter().find(|segment| segment.bytes.contains(&place));
            let segment = segment.ok_or("The linker speaks of data that is not there.")?;
            self.inner.insert(segment.start + (place - segment.bytes.start) as u32, entry.index);
        }
        Ok(())
    }

    /// The address that stands where an entry says, if it is one.
    fn address(&self, entry: &RelocationEntry) -> Option<u32> {
        let is_address = matches!(
            entry.ty,
            RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb | RelocationType::MemoryAddrI32
        );
        let piece = self.pieces.get(&entry.index).filter(|_| is_address)?;
        u32::try_from(i64::from(piece.start) + entry.addend).ok()
    }
}

/// The places that pieces take, in order and apart from each other: one piece may lie within another.
fn union<'a>(pieces: impl Iterator<Item = &'a Range<u32>>) -> Vec<Range<u32>> {
    let mut pieces: Vec<&Range<u32>> = pieces.filter(|piece| !piece.is_empty()).collect();
    pieces.sort_unstable_by_key(|piece| piece.start);
    let mut places: Vec<Range<u32>> = Vec::new();
    for piece in pieces {
        match places.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => places.push(piece.clone()),
        }
    }
    places
}

/// What is left of a place when others, which are in order, are taken away.
fn without(place: &Range<u32>, taken: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut left = Vec::new();
    let mut start = place.start;
    let first = taken.partition_point(|other| other.end <= place.start);
    for other in taken[first..].iter().take_while(|other| other.start < place.end) {
        if start < other.start {
            left.push(start..other.start);
        }
        start = start.max(other.end);
    }
    if start < place.end {
        left.push(start..place.end);
    }
    left
}
