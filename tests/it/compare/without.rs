//! Each scene without a rule beside Paxos: where the two part.

use super::*;

/// The scene of chapter 7 without which rule, and where it parts from Paxos: when, what happens, what the left says,
/// and what the right does.
const WITHOUT: [(&str, u32, &str, &str, &str); 27] = [
    ("case-phases-one", 0, "propose P1 cat id 1", "without asking first: this is not Paxos", "It asks every acceptor"),
    ("case-quorum-half", 2000, "PROMISE 1 A1->P1", "has the one promise it needs", "1 of the 2 promises it needs"),
    ("case-quorum-one", 2000, "PROMISE 1 A1->P1", "has the one promise it needs", "1 of the 2 promises it needs"),
    (
        "case-quorum-half-circular",
        2000,
        "PROMISE 1 A1->P1",
        "has the one promise it needs",
        "1 of the 2 promises it needs",
    ),
    ("case-promise-always", 3500, "PREPARE 1 P1->A2", "promises 1 though it had promised 2", "ignores PREPARE 1"),
    ("case-promise-or-equal", 1000, "PREPARE 1 P1->A1", "promises 1 once more", "ignores PREPARE 1"),
    ("case-report-nothing", 4500, "PREPARE 2 P2->A2", "keeps quiet about having accepted 1 cat", "reports that"),
    ("case-report-promised-id", 8000, "PREPARE 3 P1->A2", "reports 2 cat, though it has accepted 1 cat", "1 cat"),
    ("case-value-own", 5500, "PROMISE 2 A3->P2", "sends its own dog all the same", "it must send cat"),
    ("case-value-lowest", 9000, "PROMISE 3 (2 dog) A3->P3", "though 2 dog was reported too", "it must send dog"),
    ("case-value-first", 10000, "PROMISE 3 (2 dog) A3->P3", "though 2 dog was reported too", "it must send dog"),
    ("case-value-re-picks", 8000, "PROMISE 2 (1 cat) A1->P2", "It chooses anew", "comes too late to matter"),
    ("case-accept-always", 7000, "ACCEPT-REQUEST 1 cat P1->A2", "though it has promised 2", "ignores ACCEPT-REQUEST 1"),
    ("case-accept-without-promising", 5500, "ACCEPT-REQUEST 2 dog P2->A3", "does not promise 2", "has promised 2"),
    ("case-accept-first", 10000, "ACCEPT-REQUEST 3 dog P1->A1", "keeps 1 cat, the first it ever got", "accepts 3 dog"),
    ("case-storage-forgets-promise", 4500, "crash A2", "What it had promised was never written", "is on disk"),
    ("case-storage-forgets-accepted", 3500, "crash A2", "What it had accepted was never written", "is on disk"),
    ("case-storage-forgets-all", 3500, "crash A2", "promised and accepted was never written", "is on disk"),
    ("case-count-messages", 5500, "PROMISE 2 A3->P2", "a copy is no second vote", "counted this acceptor's PROMISE 2"),
    ("case-learn-per-value", 11500, "ACCEPT 3 cat A2->L1", "though under different ids", "it takes 2"),
    ("case-learn-on-promises", 2000, "PROMISE 1 A2->P1", "takes the promises of A1 and A2 for success", ""),
    ("case-skips-prepare", 0, "timeout R2", "and has asked nobody", "One PREPARE asks for promises of 2"),
    ("case-gaps-left", 2400, "PROMISE 4 (3 +50 slot 3) R2->R1", "leaves it as a gap", "sends a no-op there"),
    ("case-gaps-applied-past", 2400, "PROMISE 4 (3 +50 slot 3) R2->R1", "leaves it as a gap", "sends a no-op there"),
    (
        "case-commit-loose",
        9600,
        "ACCEPT-REQUEST 2 +20 slot 3 R2->R1",
        "although it has accepted it under 1",
        "accepts 2 +20",
    ),
    ("case-dedup-none", 10200, "REQUEST -30 C1->R2", "gives -30 the next slot, 3", "does not propose it twice"),
    ("case-members-at-once", 8800, "REQUEST open 100 C1->R3", "the next slot, 2", "the next slot, 2"),
];

#[test]
fn every_scene_without_a_rule_parts_from_paxos_where_that_rule_is_asked() {
    for (id, time, what, left, right) in WITHOUT {
        let mut model = opened(id, Opening::Start);
        let both = compare(&mut model, &[]);
        let (row, [one, other]) = parting(&both);
        assert_eq!((row.time, one.time, other.time), (time, time, time), "{id}: {one:?}");
        assert_eq!((one.exact.what.as_str(), other.exact.what.as_str()), (what, what), "{id}");
        let (one, other) = (one.exact.why.join(" "), other.exact.why.join(" "));
        assert!(one.contains(left), "{id}: {one}");
        assert!(other.contains(right) && !other.contains("not Paxos"), "{id}: {other}");
        let is_rule = both.captions[0].starts_with("rule ") && both.captions[1] == "Paxos";
        let is_size = both.captions == ["quorum prepare 1 accept 2", "quorum majority"];
        assert!(is_rule || is_size, "{id}: {:?}", both.captions);
        let start =
            if time == 0 { "The runs differ from the beginning: on the left, " } else { "Both are alike up to " };
        assert!(both.parting().starts_with(start), "{id}: {}", both.parting());
    }
}

/// The only ones that need a line of their own done are those in which an id is used twice: in Paxos the language
/// refuses it, and the run goes by itself from there.
#[test]
fn scenes_with_ids_used_twice_part_from_paxos_where_the_second_is_refused() {
    for id in ["case-ids-reused", "case-id-used-twice"] {
        let mut model = opened(id, Opening::Start);
        let both = compare(&mut model, &[]);
        let sentence = "Here the script wants “propose P2 dog id 1”, which cannot be done in this world: P1 has used 1 \
                        before. From then on this run goes by itself. What has waited there to be delivered \
                        by hand sets out by itself.";
        assert_eq!(says(&model), sentence, "{id}");
        assert!(
            both.parting().ends_with(&format!("On the right, {}", &sentence["Here ".len()..])),
            "{}",
            both.parting()
        );
    }
}

#[test]
fn all_scenes_of_chapter_7_are_among_those_that_are_looked_at() {
    let seen = |id: &str| WITHOUT.iter().any(|(known, ..)| *known == id);
    for (id, scene) in course() {
        let is_of_chapter_7 = scene.script.place.is_some_and(|place| place.chapter == 7);
        let is_about_ids = id.contains("ids-reused");
        assert!(!is_of_chapter_7 || seen(&id) || is_about_ids, "{id} is not looked at");
    }
}
