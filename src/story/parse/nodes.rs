//! The names of nodes: where they are declared, and where they are meant.

use super::fault::{Parsed, fail, fail_at, fail_unknown, hint, is_not, spot};
use super::lexis::{Input, bare, blanks, here, is_at_end, is_between_words, rest, word_here};
use super::roles;
use crate::paxos::{NodeId, Role};
use crate::story::language::{say, tr};
use crate::story::problem::either;
use winnow::Parser;
use winnow::token::{any, take_while};

/// Words that mean something where the name of a node could stand.
const RESERVED: [&str; 8] = ["any", "nothing", "and", "not", "chosen", "ignored", "one", "next"];

/// What the header of a scene without any node of this role lacks.
pub(super) fn line_of(role: Role) -> String {
    let names = match role {
        Role::Client => "C1",
        Role::Proposer => "P1 P2",
        Role::Acceptor => "A1 A2 A3",
        Role::Learner => "L1",
        Role::Replica => "R1 R2 R3",
    };
    say!("a line such as `{line}` in the header", line = format!("{}s {names}", role.name()))
}

/// Names for new nodes of a role, or for people, up to the end of the line.
pub(super) fn new_nodes(input: &mut Input, role: Option<Role>) -> Parsed<()> {
    must_have_no_commas(input)?;
    loop {
        let start = here(input);
        let name = new_name(input)?;
        let known = &mut *input.state.known.borrow_mut();
        known.names.is_of_log |= role == Some(Role::Replica);
        let declared = known.head.declare(&mut known.names, role, name, spot(input, start));
        declared.or_else(|(wrong, expected)| fail_at(start, wrong, expected))?;
        if is_at_end(input) {
            return Ok(());
        }
    }
}

fn new_name<'i>(input: &mut Input<'i>) -> Parsed<&'i str> {
    let word = word_here(input);
    if RESERVED.contains(&word) {
        return fail_at(here(input), say!("`{word}` has a meaning of its own", word), tr!("another name for the node"));
    }
    must_have_no_quotes(input, is_name)?;
    if !is_name(word) {
        let expected = tr!("names of nodes with spaces between them: a letter, then letters, digits or _");
        return fail_at(here(input), is_not(word, tr!("a name")), expected);
    }
    bare(input)
}

fn is_name(word: &str) -> bool {
    let is_of_name = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.bytes().all(is_of_name)
}

/// Names stand with spaces between them; where there are commas, the same without them is shown.
pub(super) fn must_have_no_commas(input: &Input) -> Parsed<()> {
    let line = rest(input).split('#').next().unwrap_or("");
    let Some(comma) = line.find(',') else {
        return Ok(());
    };
    let names: Vec<&str> = line.split([',', ' ', '\t', '\r']).filter(|name| !name.is_empty()).collect();
    fail_at(
        here(input) + comma,
        tr!("a comma stands between names"),
        say!("spaces alone: `{names}`", names = names.join(" ")),
    )
}

/// A name stands without quotes; where one stands here in quotes that is, or may be, a node, it is shown without.
#[inline(never)]
pub(super) fn must_have_no_quotes(input: &Input, is_meant: impl Fn(&str) -> bool) -> Parsed<()> {
    let inside = word_here(input).strip_prefix('"').and_then(|word| word.strip_suffix('"'));
    match inside.filter(|name| is_meant(name)) {
        Some(name) => fail_at(here(input), tr!("names of nodes stand without quotes"), name),
        None => Ok(()),
    }
}

/// The characters at this place that can be those of a name.
pub(super) fn name_here<'i>(input: &Input<'i>) -> &'i str {
    let rest = rest(input);
    &rest[..rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count()]
}

/// Whether this is the name of a node.
pub(super) fn is_node(input: &Input, word: &str) -> bool {
    input.state.known.borrow().names.find_node(word).is_some()
}

/// The name of a node, whatever follows it.
pub(super) fn node_part(input: &mut Input) -> Parsed<NodeId> {
    let name = name_here(input);
    let known = input.state.known.borrow();
    if let Some(node) = known.names.find_node(name) {
        let rest = take_while(0.., |c: char| c.is_ascii_alphanumeric() || c == '_');
        return (any, rest).value(node).parse_next(input);
    }
    must_have_no_quotes(input, |name| is_node(input, name))?;
    if known.names.nodes.is_empty() {
        return fail_at(here(input), tr!("this scene has no nodes"), line_of(Role::Acceptor));
    }
    let names: Vec<&str> = known.names.nodes.iter().map(String::as_str).collect();
    let shown = if name.is_empty() { word_here(input) } else { name };
    fail_at(here(input), is_not(shown, tr!("the name of a node")), either(&names) + &hint(shown, &names))
}

/// The name of a node, as a word of its own.
pub(super) fn node(input: &mut Input) -> Parsed<NodeId> {
    let node = node_part(input)?;
    if !is_between_words(input) {
        return fail(input, tr!("a space after the name of the node"));
    }
    blanks(input)?;
    Ok(node)
}

/// The name of a node that plays this role.
pub(super) fn node_with(input: &mut Input, role: Role) -> Parsed<NodeId> {
    let known = input.state.known.borrow();
    let word = word_here(input);
    let named = known.names.find_node(word);
    if named.and_then(|named| known.head.role(named)).is_some_and(|known| known.plays(role)) {
        return node(input);
    }
    must_have_no_quotes(input, |name| is_node(input, name))?;
    let role = if known.head.is_replicated() && role != Role::Client { Role::Replica } else { role };
    let fitting: Vec<&str> = known.head.named(role).iter().map(String::as_str).collect();
    if fitting.is_empty() {
        return fail_at(here(input), roles::none(role), line_of(role));
    }
    match named {
        None => fail_unknown(input, roles::name_of(role), &fitting),
        Some(_) => fail_at(here(input), roles::is_none(word, role), either(&fitting)),
    }
}

/// Nodes up to the end of the line or a bar, at least one, each of them once.
pub(super) fn nodes(input: &mut Input) -> Parsed<Vec<NodeId>> {
    nodes_beside(input, &[])
}

/// Nodes as above, none of which stands on the other side.
pub(super) fn nodes_beside(input: &mut Input, other_side: &[NodeId]) -> Parsed<Vec<NodeId>> {
    must_have_no_commas(input)?;
    let mut nodes = Vec::new();
    while nodes.is_empty() || !(is_at_end(input) || word_here(input) == "|") {
        let (start, name) = (here(input), name_here(input));
        let node = node(input)?;
        if other_side.contains(&node) {
            return fail_at(start, say!("{name} stands on both sides", name), tr!("each node on one side at most"));
        }
        must_be_new(start, name, node, &nodes)?;
        nodes.push(node);
    }
    Ok(nodes)
}

/// A node that a statement names twice is a slip.
pub(super) fn must_be_new(at: usize, name: &str, node: NodeId, before: &[NodeId]) -> Parsed<()> {
    match before.contains(&node) {
        true => fail_at(at, say!("{name} is named twice", name), tr!("each node once")),
        false => Ok(()),
    }
}
