//! What is to be seen on a figure, in words: the text in place of the picture, for who does not see it.

use super::Picture;
use crate::paxos::NodeId;
use crate::player::Show;
use crate::story::words::figure::alt::{self, Fate, Manner, Sent, Votes};
use crate::story::words::figure::replica::{Facts, Stance as Stands};
use crate::story::words::figure::{self, AN_ID, Reason, Refusal};
use crate::story::words::{Ids, flying, links};
use crate::view::Tableau;
use crate::view::tableau::{Actor, Body, ChosenMark, Course, Passage, ReplicaBody, Stance};

/// What is to be seen on a figure of the moment on show, in words.
pub fn says(show: &Show, picture: Picture) -> String {
    let tableau = Tableau::of(show);
    let stage = Stage { show, tableau: &tableau };
    let diagram = (picture == Picture::Time).then(|| {
        let (lines, _) = show.lines(false);
        alt::diagram(&stage.named(&lines), show.at.time)
    });
    let told = [stage.result(), stage.messages(), stage.out_of_order(), stage.cards(|_| true)].concat();
    let told = told.iter().map(|sentence| show.told(sentence));
    alt::text(&diagram.into_iter().chain(told).collect::<Vec<_>>())
}

/// What stands at the moment on show, a sentence each: what is chosen, who is down, and what each has that has anything;
/// nothing where nothing has happened yet.
pub(in crate::export) fn stands(show: &Show) -> Vec<String> {
    let tableau = Tableau::of(show);
    let stage = Stage { show, tableau: &tableau };
    let told = [stage.out_of_order(), stage.cards(|actor| !is_blank(actor))].concat();
    let result = if told.is_empty() { Vec::new() } else { stage.result() };
    result.iter().chain(&told).map(|sentence| alt::closed(&show.told(sentence))).collect()
}

/// Whether nothing has happened with it yet.
fn is_blank(actor: &Actor) -> bool {
    match &actor.body {
        Body::Acceptor { promised, accepted, .. } => promised.is_none() && accepted.is_none(),
        Body::Learner { heard, learned } => heard.have == 0 && learned.is_none(),
        Body::Person { backs, knows } => backs.is_none() && knows.is_none(),
        Body::Replica(body) => {
            matches!(body.stance, Stance::Follows(None)) && body.promised.is_none() && body.applied == 0
        }
        // Nothing is told of those.
        Body::Unseen { .. } | Body::Client { .. } | Body::Asker(_) | Body::Proposer { .. } => false,
    }
}

/// What is told of.
struct Stage<'a> {
    show: &'a Show,
    tableau: &'a Tableau,
}

/// Messages that are told together: they say the same, and the same has become of them.
struct Batch<'a> {
    fate: Fate,
    says: &'a str,
    from: Vec<NodeId>,
    to: Vec<NodeId>,
}

impl<'a> Stage<'a> {
    fn name(&self, node: NodeId) -> &'a str {
        self.show.names().node(node)
    }

    fn named(&self, nodes: &[NodeId]) -> Vec<&'a str> {
        nodes.iter().map(|&node| self.name(node)).collect()
    }

    /// What has come of it, as one sees who sees all.
    fn result(&self) -> Vec<String> {
        let Tableau { chosen, tally, logs, .. } = self.tableau;
        match (tally, self.show.eye, logs) {
            (Some(tally), ..) => vec![tally.label.clone()],
            // One node alone cannot know.
            (None, Some(eye), _) => vec![alt::known_by(self.name(eye))],
            (None, None, Some(logs)) => {
                let slots: Vec<(u32, &str)> = logs.chosen.iter().map(|each| (each.slot, each.word.as_str())).collect();
                alt::chosen_in_log(&slots).into_iter().chain(alt::accepted_in_log(&self.not_chosen())).collect()
            }
            (None, None, None) => {
                let by = |mark: &ChosenMark| mark.by.iter().map(|node| self.name(node)).collect();
                let each = chosen.iter().map(|mark| (mark.value.as_str(), mark.id.as_deref(), by(mark)));
                vec![alt::chosen(&each.collect::<Vec<_>>())]
            }
        }
    }

    /// What replicas have accepted that is not chosen.
    fn not_chosen(&self) -> Vec<Votes<'a>> {
        let chosen = || self.tableau.logs.iter().flat_map(|logs| &logs.chosen);
        let is_chosen = |slot: u32, word: &str| chosen().any(|each| (each.slot, each.word.as_str()) == (slot, word));
        let mut votes: Vec<Votes> = Vec::new();
        for (actor, body) in self.tableau.actors.iter().filter_map(|actor| Some((actor, actor.replica()?))) {
            for cell in body.cells.iter().filter(|cell| !cell.is_known && !is_chosen(cell.slot, &cell.word)) {
                let id = cell.tag.as_ref().and_then(|tag| tag.id.clone());
                let alike = votes.iter_mut().find(|vote| (vote.0, &vote.1, &vote.2) == (cell.slot, &cell.word, &id));
                match alike {
                    Some(vote) => vote.3.push(&actor.name),
                    None => votes.push((cell.slot, cell.word.clone(), id, vec![&actor.name])),
                }
            }
        }
        votes.sort_by_key(|vote| vote.0);
        votes
    }

    /// What is under way, and then what has gone wrong on the slide.
    fn messages(&self) -> Vec<String> {
        let batches = self.batches();
        let (open, gone): (Vec<&Batch>, Vec<&Batch>) = batches.iter().partition(|batch| batch.fate.is_open());
        let mut fates: Vec<&Fate> = Vec::new();
        for batch in open.into_iter().chain(gone) {
            if !fates.contains(&&batch.fate) {
                fates.push(&batch.fate);
            }
        }
        fates.into_iter().flat_map(|fate| self.told_of(fate, &batches)).collect()
    }

    fn told_of(&self, fate: &Fate, batches: &[Batch]) -> Vec<String> {
        let alike = || batches.iter().filter(|batch| batch.fate == *fate);
        let names: Vec<(Vec<&str>, Vec<&str>)> =
            alike().map(|batch| (self.named(&batch.from), self.named(&batch.to))).collect();
        // No kind and no number tells that these are the words of a message.
        let is_plain = self.show.poll().is_some() || self.show.telling().ids == Ids::Hidden;
        let says = |batch: &Batch| if is_plain { alt::quoted(batch.says) } else { batch.says.to_string() };
        let sent = alike().zip(&names).map(|(batch, (from, to))| Sent { says: says(batch), from, to });
        alt::messages(&sent.collect::<Vec<_>>(), fate)
    }

    /// Messages that are alike: those of one sender to several, then those of several to the same.
    fn batches(&self) -> Vec<Batch<'a>> {
        let mut of_one: Vec<Batch> = Vec::new();
        for passage in &self.tableau.passages {
            let (Some(fate), says) = (self.fate(passage), self.said(passage)) else { continue };
            let alike = of_one
                .iter_mut()
                .find(|batch| batch.fate == fate && batch.says == says && batch.from == [passage.from]);
            match alike {
                Some(batch) if batch.to.contains(&passage.to) => {} // A copy lies beside it.
                Some(batch) => batch.to.push(passage.to),
                None => of_one.push(Batch { fate, says, from: vec![passage.from], to: vec![passage.to] }),
            }
        }
        let mut batches: Vec<Batch> = Vec::new();
        for batch in of_one {
            let alike = batches
                .iter_mut()
                .find(|other| other.fate == batch.fate && other.says == batch.says && other.to == batch.to);
            match alike {
                Some(other) => other.from.extend(batch.from),
                None => batches.push(batch),
            }
        }
        batches
    }

    /// What a message says, without its way.
    fn said(&self, passage: &'a Passage) -> &'a str {
        let way = figure::passage("", self.name(passage.from), self.name(passage.to));
        passage.label.strip_suffix(&way).unwrap_or(&passage.label)
    }

    /// What has become of a message; none where it has arrived, and was heeded.
    fn fate(&self, passage: &Passage) -> Option<Fate> {
        Some(match passage.course {
            Course::Arrived => return None,
            Course::Moving { .. } => Fate::Moving,
            Course::Waiting if passage.state == flying::state(true, None) => Fate::Held,
            Course::Waiting if passage.state == flying::state(false, None) => Fate::Open,
            Course::Waiting => Fate::Later,
            Course::Lost { says, .. } if says == figure::LOST.said() => Fate::Lost,
            Course::Lost { says, .. } => Fate::Missed(says),
            Course::Refused { .. } => {
                let why = self.why_refused(passage);
                let is_promised = matches!(why, Some(Refusal { reason: Reason::Promised(_), .. }));
                let is_aloud = self.show.telling().names.refuses && is_promised;
                Fate::Refused(if is_aloud { Manner::Refused } else { Manner::Ignored }, why)
            }
        })
    }

    fn why_refused(&self, passage: &Passage) -> Option<Refusal> {
        let recording = self.show.recording();
        let end = recording.flights().get(passage.id as usize)?.end?;
        let step = recording.steps().get(end.at.steps.checked_sub(1)?)?;
        step.effects.notes.iter().find_map(|&note| figure::why_refused(note, self.show.telling()))
    }

    /// Who is down or away, and who is cut off from whom.
    fn out_of_order(&self) -> Vec<String> {
        let down = self.tableau.actors.iter().filter(|actor| !actor.up);
        let down: Vec<&str> = down.map(|actor| actor.name.as_str()).collect();
        let down = if self.show.poll().is_some() { alt::away(&down) } else { alt::down(&down) };
        let cut = links::divided(&self.tableau.division, self.show.telling());
        down.into_iter().chain(cut).collect()
    }

    /// What stands on the cards: those of acceptors and replicas first, and those that are alike together.
    fn cards(&self, is_told: fn(&Actor) -> bool) -> Vec<String> {
        let rank = |actor: &&Actor| match actor.body {
            Body::Acceptor { .. } | Body::Replica(_) | Body::Person { .. } => 0,
            Body::Proposer { .. } | Body::Unseen { .. } => 1,
            Body::Learner { .. } => 2,
            Body::Client { .. } | Body::Asker(_) => 3,
        };
        let mut actors: Vec<&Actor> = self.tableau.actors.iter().filter(|actor| is_told(actor)).collect();
        actors.sort_by_key(rank);
        let mut groups: Vec<(&Actor, Vec<&str>)> = Vec::new();
        for actor in actors {
            // Told under one name, they are alike.
            let is_like = |other: &Actor| card(other, &["?"]) == card(actor, &["?"]);
            match groups.iter_mut().find(|(other, _)| is_like(other)) {
                Some((_, names)) => names.push(&actor.name),
                None => groups.push((actor, vec![&actor.name])),
            }
        }
        groups.iter().filter_map(|(actor, names)| card(actor, names)).collect()
    }
}

/// What stands on a card that these have; nothing where that is empty.
fn card(actor: &Actor, names: &[&str]) -> Option<String> {
    match &actor.body {
        Body::Acceptor { fields, promised, accepted, .. } => {
            let accepted = accepted.as_ref().map(|(tag, value)| match &tag.id {
                Some(id) => alt::accepted(value, id),
                None => value.clone(),
            });
            let accepted = accepted.as_deref();
            if *fields == figure::plain_fields() {
                return Some(alt::plain_acceptors(names, promised.is_some(), accepted));
            }
            let promised = promised.as_ref().and_then(|tag| tag.id.as_deref());
            Some(alt::acceptors(names, promised, accepted))
        }
        Body::Learner { heard, learned } => Some(alt::learners(names, heard.have, learned.as_deref())),
        Body::Person { backs, knows } => {
            Some(alt::people(names, backs.as_ref().map(|backed| backed.word.as_str()), knows.as_deref()))
        }
        Body::Replica(body) => Some(replica(names, actor.up, body)),
        Body::Unseen { heard, .. } => alt::same(names, &alt::heard(heard.as_deref())),
        Body::Client { wants, told } => alt::same(names, &alt::client(wants.as_deref(), None, told.as_deref())),
        Body::Asker(body) => {
            let told = body.told.as_ref().map(|(long, _)| long.as_str());
            alt::same(names, &alt::client(body.wants.as_deref(), body.asked.as_deref(), told))
        }
        Body::Proposer { .. } => alt::same(names, &actor.body.facts()),
    }
}

/// What a replica is, and how far it is with its log.
fn replica(names: &[&str], up: bool, body: &ReplicaBody) -> String {
    let id = |tag: &crate::view::tableau::Tag| tag.id.clone().unwrap_or_else(|| AN_ID.to_string());
    let own = match &body.stance {
        Stance::Follows(_) => String::new(),
        Stance::Tries(tag, _) | Stance::Leads(tag) => id(tag),
    };
    let stance = match &body.stance {
        Stance::Follows(leader) => Stands::Follows(leader.as_deref()),
        Stance::Tries(_, count) => Stands::Tries(&own, count.have, count.need),
        Stance::Leads(_) => Stands::Leads(&own, body.is_alive),
    };
    let promised = body.promised.as_ref().map(id);
    let facts = Facts {
        outside: body.part.outside,
        promised: promised.as_deref(),
        applied: body.applied,
        balance: body.balance,
        waiting: body.waiting,
    };
    alt::replicas(names, up.then_some(&stance), &facts)
}
