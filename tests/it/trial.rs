//! The acceptor to try: what it does with the messages that a viewer sends, and what is said of it.

use expect_test::expect;
use paxos_explainer::paxos::Slot;
use paxos_explainer::player::{Letter, Model, Msg, Opening, Trial, TrialMsg};
use paxos_explainer::story::words::Vocabulary;
use paxos_explainer::story::words::trial::Way;

fn prepare(id: &str) -> TrialMsg {
    TrialMsg::Send(Letter::Prepare(id.into()))
}

fn request(id: &str, value: &str) -> TrialMsg {
    TrialMsg::Send(Letter::AcceptRequest(id.into(), value.into()))
}

/// A page on which this was done to the acceptor, one thing after the other.
fn after(done: &[TrialMsg]) -> Model {
    let (mut model, _) = Model::new("nutshell", Opening::Set);
    for msg in done {
        model.update(Msg::Trial(msg.clone()));
    }
    model
}

/// Everything that a reader is told, a line each.
fn told(trial: &Trial, vocabulary: Vocabulary) -> String {
    let telling = trial.telling(vocabulary);
    let lines = trial.happened.iter().map(|happened| {
        let (what, came) = Trial::told(happened, telling);
        format!("{what}: {came}")
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// The two rules, with the way taken, and the card.
fn shown(trial: &Trial) -> String {
    let telling = trial.telling(Vocabulary::Talk);
    let flows = trial.flows(telling).map(|flow| {
        let [stores, answers] = &flow.yes;
        let mark = |way| if flow.taken == Some(way) { "=>" } else { "  " };
        let (yes, no) = (mark(Way::Yes), mark(Way::No));
        format!("{} | {}\n {yes} {stores}; {answers}\n {no} {}", flow.message, flow.question, flow.no)
    });
    let fields = paxos_explainer::story::words::trial::card(&trial.disk(), telling);
    let card = fields.map(|(name, value)| format!("{name} {}", value.unwrap_or_else(|| "-".into())));
    format!("{}\n{}", flows.join("\n"), card.join(", "))
}

#[test]
fn acceptor_does_what_the_core_does_and_says_why_in_numbers() {
    let model = after(&[
        prepare("5"),
        prepare("4"),
        prepare("5"),
        request("4", "dog"),
        request("5", "cat"),
        request("5", "dog"),
        prepare(" 6 "),
        TrialMsg::Crash,
        prepare("7"),
        TrialMsg::Restart,
        request("5", "owl"),
        request("8", "fox"),
    ]);
    expect![[r#"
        PREPARE 5: A promises 5: there was no promise on its card. It reports no value.
        PREPARE 4: A ignores PREPARE 4: it has promised 5.
        PREPARE 5: A ignores PREPARE 5: it has promised that very id already, and answers only a higher one.
        ACCEPT-REQUEST 4 dog: A ignores ACCEPT-REQUEST 4 dog: it has promised 5.
        ACCEPT-REQUEST 5 cat: A accepts 5 cat: it has promised 5, and 5 is not less than 5.
        ACCEPT-REQUEST 5 dog: A accepts 5 dog: it has promised 5, and 5 is not less than 5. This takes the place of 5 cat on its card. A proposer never sends two values under one id; the acceptor cannot know, and goes by the id.
        PREPARE 6: A promises 6: 6 is higher than 5, which it had promised. It reports that it has accepted 5 dog.
        Crash: A crashes. What A has promised and accepted is on disk and stays.
        PREPARE 7: PREPARE 7 reaches nobody: A is down.
        Restart: A is back, with what is on its disk.
        ACCEPT-REQUEST 5 owl: A ignores ACCEPT-REQUEST 5 owl: it has promised 6.
        ACCEPT-REQUEST 8 fox: A accepts 8 fox: it had promised only 6. From now on it has promised 8. This takes the place of 5 dog on its card."#]].assert_eq(&told(&model.trial, Vocabulary::Talk));
}

#[test]
fn taken_way_through_a_rule_has_the_numbers_in_it() {
    let steps = [vec![], vec![prepare("4")], vec![prepare("4"), request("4", "cat")]];
    let more = [prepare("4"), request("4", "cat"), prepare("5")];
    let last = [&more[..], &[request("3", "dog")]].concat();
    let crashed = [&more[..], &[TrialMsg::Crash, prepare("9")]].concat();
    let all = steps.into_iter().chain([more.to_vec(), last, crashed]);
    let shown: Vec<String> = all.map(|done| shown(&after(&done).trial)).collect();
    expect![[r#"
        PREPARE n | n > promised?
            store promised = n; answer PROMISE n with what it has accepted
            ignore it
        ACCEPT-REQUEST n v | n ≥ promised?
            store promised = n, accepted id = n, accepted value = v; answer ACCEPT n v
            ignore it
        promised -, accepted id -, accepted value -

        PREPARE 4 | 4 > nothing?
         => store promised = 4; answer PROMISE 4
            ignore it
        ACCEPT-REQUEST n v | n ≥ promised?
            store promised = n, accepted id = n, accepted value = v; answer ACCEPT n v
            ignore it
        promised 4, accepted id -, accepted value -

        PREPARE n | n > promised?
            store promised = n; answer PROMISE n with what it has accepted
            ignore it
        ACCEPT-REQUEST 4 cat | 4 ≥ 4?
         => store promised = 4, accepted id = 4, accepted value = cat; answer ACCEPT 4 cat
            ignore it
        promised 4, accepted id 4, accepted value cat

        PREPARE 5 | 5 > 4?
         => store promised = 5; answer PROMISE 5 (4 cat)
            ignore it
        ACCEPT-REQUEST n v | n ≥ promised?
            store promised = n, accepted id = n, accepted value = v; answer ACCEPT n v
            ignore it
        promised 5, accepted id 4, accepted value cat

        PREPARE n | n > promised?
            store promised = n; answer PROMISE n with what it has accepted
            ignore it
        ACCEPT-REQUEST 3 dog | 3 ≥ 5?
            store promised = n, accepted id = n, accepted value = v; answer ACCEPT n v
         => ignore it
        promised 5, accepted id 4, accepted value cat

        PREPARE n | n > promised?
            store promised = n; answer PROMISE n with what it has accepted
            ignore it
        ACCEPT-REQUEST n v | n ≥ promised?
            store promised = n, accepted id = n, accepted value = v; answer ACCEPT n v
            ignore it
        promised 5, accepted id 4, accepted value cat"#]]
    .assert_eq(&shown.join("\n\n"));
}

#[test]
fn bad_id_or_value_is_told_and_loses_nothing() {
    let done = [prepare("5"), request("5", "cat")];
    let before = after(&done).trial;
    let high = "99999999999999999999";
    let long = "a value that is far too long for a card";
    let bad = [
        prepare(""),
        prepare("  "),
        prepare("0"),
        prepare("000"),
        prepare("five"),
        prepare("-3"),
        prepare("5.1"),
        prepare("1000000001"),
        request(high, "cat"),
        request("6", " "),
        request("6", long),
    ];
    let mut lines = Vec::new();
    for msg in bad {
        let trial = after(&[&done[..], &[msg]].concat()).trial;
        let slip = trial.slip.clone().expect("something is wrong with it");
        let field = if slip.is_in_id() { "id" } else { "value" };
        lines.push(format!("{field}: {}", slip.told(trial.telling(Vocabulary::Talk))));
        assert_eq!((&trial.happened, trial.disk()), (&before.happened, before.disk()), "nothing else has changed");
    }
    expect![[r#"
        id: Type an id first: a whole number, for example 5.
        id: Type an id first: a whole number, for example 5.
        id: 0 is not an id: ids begin with 1.
        id: 0 is not an id: ids begin with 1.
        id: “five” is not an id; a whole number is expected, for example 5.
        id: “-3” is not an id; a whole number is expected, for example 5.
        id: “5.1” is not an id; a whole number is expected, for example 5.
        id: 1000000001 is too high: the highest id that can be sent is 1000000000.
        id: 99999999999999999999 is too high: the highest id that can be sent is 1000000000.
        value: Type a value first, for example dog.
        value: That value has 39 characters; it may have at most 24."#]]
    .assert_eq(&lines.join("\n"));
    assert_eq!(after(&[prepare(""), prepare("1000000000")]).trial.slip, None, "what is right takes the slip away");
}

#[test]
fn card_outlives_a_crash_and_not_a_start_over() {
    let model = after(&[prepare("5"), request("5", "cat"), TrialMsg::Crash]);
    let trial = &model.trial;
    assert!(!trial.is_up());
    assert_eq!(trial.disk().promised.map(|ballot| ballot.number), Some(5));
    assert!(trial.disk().votes.get(Slot::ONLY).is_some());
    let twice = after(&[TrialMsg::Crash, TrialMsg::Crash, TrialMsg::Restart, TrialMsg::Restart]);
    assert_eq!(twice.trial.happened.len(), 2, "what is down cannot crash");
    assert_eq!(after(&[prepare("5"), TrialMsg::Crash, TrialMsg::StartOver]).trial, Trial::default());
}

#[test]
fn acceptor_to_try_speaks_each_vocabulary() {
    let model = after(&[prepare("5"), request("5", "id"), request("5", "cat"), prepare("6"), prepare("six")]);
    let told = [Vocabulary::Lamport, Vocabulary::Mit].map(|vocabulary| {
        let slip = model.trial.slip.as_ref().map(|slip| slip.told(model.trial.telling(vocabulary)));
        let [_, flow] = model.trial.flows(model.trial.telling(vocabulary));
        let yes = flow.yes.join("; ");
        format!(
            "{}\n{}\n{} {} {yes}",
            told(&model.trial, vocabulary),
            slip.unwrap_or_default(),
            flow.message,
            flow.question
        )
    });
    expect![[r#"
        1a 5: A promises 5: there was no promise on its card. It reports no value.
        2a 5 id: A accepts 5 id: it has promised 5, and 5 is not less than 5.
        2a 5 cat: A accepts 5 cat: it has promised 5, and 5 is not less than 5. This takes the place of 5 id on its card. A proposer never sends two values under one id; the acceptor cannot know, and goes by the id.
        1a 6: A promises 6: 6 is higher than 5, which it had promised. It reports that it has accepted 5 cat.
        “six” is not an id; a whole number is expected, for example 5.
        2a n v n ≥ maxBal? store maxBal = n, maxVBal = n, maxVal = v; answer 2b n v

        prepare(5): A promises 5: there was no promise on its card. It reports no value.
        accept(5, id): A accepts 5 id: it has promised 5, and 5 is not less than 5.
        accept(5, cat): A accepts 5 cat: it has promised 5, and 5 is not less than 5. This takes the place of 5 id on its card. A proposer never sends two values under one id; the acceptor cannot know, and goes by the id.
        prepare(6): A promises 6: 6 is higher than 5, which it had promised. It reports that it has accepted 5 cat.
        “six” is not an id; a whole number is expected, for example 5.
        accept(n, v) n ≥ n_p? store n_p = n, n_a = n, v_a = v; answer accept_ok(n)"#]].assert_eq(&told.join("\n\n"));
}

/// Whatever is sent, what is kept stays small, and promised never goes down.
#[test]
fn promise_of_the_acceptor_never_goes_down_in_a_long_trial() {
    let (mut model, _) = Model::new("nutshell", Opening::Set);
    let mut promised = None;
    for step in 0..500_u32 {
        let id = (step * 7919 % 97 + 1).to_string();
        let msg = match step % 5 {
            0 | 2 => prepare(&id),
            1 | 3 => request(&id, "cat"),
            _ if model.trial.is_up() => TrialMsg::Crash,
            _ => TrialMsg::Restart,
        };
        model.update(Msg::Trial(msg));
        let now = model.trial.disk().promised;
        assert!(promised <= now);
        promised = now;
    }
    assert_eq!(model.trial.happened.len(), 100);
}
