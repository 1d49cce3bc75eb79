//! The sandbox: every cluster that it can build plays, and what it cannot build it refuses with a sentence.

use paxos_explainer::paxos::Role;
use paxos_explainer::player::sandbox::{Field, IdStyle, Quorum, TITLE};
use paxos_explainer::player::{Act, Model, Msg, Opening, Sandbox, SandboxMsg, Source};
use paxos_explainer::story::{Scene, parse};

/// A page with the builder open, and these numbers typed.
fn set(typed: &[(Field, &str)]) -> Model {
    let mut model = super::begun();
    model.update(SandboxMsg::Open.into());
    for &(field, number) in typed {
        model.update(SandboxMsg::Set(field, number.to_string()).into());
    }
    model
}

fn nodes(proposers: u32, acceptors: u32, learners: u32, clients: u32) -> Model {
    let numbers = [proposers, acceptors, learners, clients].map(|number| number.to_string());
    let all: Vec<(Field, &str)> = Field::NODES.into_iter().zip(numbers.iter().map(String::as_str)).collect();
    set(&all)
}

fn refused(sandbox: &Sandbox) -> Vec<String> {
    sandbox.plan().err().unwrap_or_default().into_iter().map(|(_, why)| why).collect()
}

#[test]
fn every_cluster_within_the_limits_plays() {
    let mut count = 0;
    for proposers in 0..=5 {
        for acceptors in 1..=9 {
            for learners in 0..=14 {
                for clients in 0..=14 {
                    let all = proposers + acceptors + learners + clients;
                    let model = nodes(proposers, acceptors, learners, clients);
                    let plan = model.sandbox.plan();
                    if 15 < all {
                        assert_eq!(refused(&model.sandbox), [format!("These are {all} nodes; a run has at most 15.")]);
                        continue;
                    }
                    let text = plan.expect("it is within the limits").text();
                    let scene = parse(&text).and_then(Scene::play).expect("it plays");
                    assert_eq!(scene.script.title, TITLE.said());
                    let cluster = &scene.recording.world().cluster;
                    let of = |role| cluster.all(role).iter().count() as u32;
                    let found = [Role::Proposer, Role::Acceptor, Role::Learner, Role::Client].map(of);
                    assert_eq!(found, [proposers, acceptors, learners, clients]);
                    count += 1;
                }
            }
        }
    }
    assert!(1000 < count, "{count} clusters");
}

#[test]
fn every_quorum_and_every_kind_of_id_plays() {
    for acceptors in 1..=9_u32 {
        for (prepare, accept) in (1..=9_u32).flat_map(|prepare| (1..=9_u32).map(move |accept| (prepare, accept))) {
            for (quorum, ids) in [(Quorum::Size, IdStyle::Rounds), (Quorum::Sizes, IdStyle::Slotted)] {
                let mut model = nodes(2, acceptors, 1, 0);
                model.update(SandboxMsg::SetQuorum(quorum).into());
                model.update(SandboxMsg::SetIds(ids).into());
                model.update(SandboxMsg::Set(Field::Prepare, prepare.to_string()).into());
                model.update(SandboxMsg::Set(Field::Accept, accept.to_string()).into());
                let accept = if quorum == Quorum::Size { prepare } else { accept };
                let is_possible = prepare.max(accept) <= acceptors;
                assert_eq!(model.sandbox.plan().is_ok(), is_possible, "{prepare} {accept} of {acceptors}");
                let Ok(plan) = model.sandbox.plan() else { continue };
                parse(&plan.text()).and_then(Scene::play).expect("it plays");
                assert_eq!(
                    plan.warning().is_some(),
                    prepare + accept <= acceptors,
                    "{prepare} {accept} of {acceptors}"
                );
            }
        }
    }
}

#[test]
fn what_is_beyond_a_limit_is_refused_with_a_sentence_and_not_started() {
    for (field, typed, said) in [
        (Field::Proposers, "6", "Proposers: 6 is not possible; expected a whole number from 0 to 5."),
        (Field::Acceptors, "0", "Acceptors: 0 is not possible; expected a whole number from 1 to 9."),
        (Field::Acceptors, "10", "Acceptors: 10 is not possible; expected a whole number from 1 to 9."),
        (Field::Learners, "-1", "Learners: -1 is not possible; expected a whole number from 0 to 14."),
        (Field::Clients, "", "Clients: nothing is typed; expected a whole number from 0 to 14."),
        (Field::Clients, "1.5", "Clients: 1.5 is not possible; expected a whole number from 0 to 14."),
        (Field::Delay, "0", "Delay in milliseconds: 0 is not possible; expected a whole number from 1 to 60000."),
    ] {
        let mut model = set(&[(field, typed)]);
        assert_eq!(refused(&model.sandbox), [said]);
        let before = super::show(&model).source.clone();
        assert_eq!(model.update(SandboxMsg::Start.into()), []);
        assert!(model.sandbox.is_open && super::show(&model).source == before, "nothing is started");
        assert_eq!(model.sandbox.typed(field), typed, "what was typed stays");
    }
}

#[test]
fn start_shows_an_empty_run_in_which_a_value_can_be_chosen() {
    let mut model = nodes(2, 5, 1, 0);
    model.update(SandboxMsg::SetQuorum(Quorum::Sizes).into());
    model.update(SandboxMsg::Set(Field::Accept, "4".to_string()).into());
    assert_eq!(model.update(SandboxMsg::Start.into()), []);
    assert!(!model.sandbox.is_open);
    let show = super::show(&model);
    assert!(matches!(show.source, Source::Text(_)));
    assert_eq!(show.slide().say, ["Click P1 and let it propose something."]);
    assert!(show.text.contains("quorum prepare 2 accept 4\n"), "{}", show.text);
    assert_eq!(show.cautions(), [""; 0], "2 and 4 of 5 meet");
    let p1 = super::node(&model, "P1");
    model.update(Msg::Act(Act::Propose(p1, "cat".to_string(), "1".to_string())));
    super::play_out(&mut model);
    let tableau = paxos_explainer::view::Tableau::of(super::show(&model));
    assert_eq!(tableau.chosen.iter().map(|mark| mark.value.as_str()).collect::<Vec<_>>(), ["cat"]);
    model.update(SandboxMsg::Open.into());
    assert_eq!(model.sandbox.typed(Field::Accept), "4", "the builder remembers");
}

#[test]
fn preview_says_what_comes_of_it() {
    let model = nodes(2, 5, 1, 1);
    let plan = model.sandbox.plan().expect("it is possible");
    assert_eq!(
        plan.preview(),
        [
            "1 client, 2 proposers, 5 acceptors and 1 learner: 9 of at most 15 nodes. The ids of P1 are 1, 3, 5 and so on.",
            "A value may be sent once 3 of 5 acceptors have promised, and is chosen once 3 of 5 acceptors have accepted it under one id. With 2 of them down that is still possible.",
            "A message takes 1000 ms.",
        ]
    );
    assert!(plan.hint().contains("click C1"));
    assert!(nodes(0, 1, 0, 0).sandbox.plan().expect("it is possible").hint().contains("no proposer"));
}

#[test]
fn escape_and_any_scene_lead_back_from_the_builder() {
    let mut model = nodes(1, 1, 0, 0);
    model.update(Msg::Escape);
    assert!(!model.sandbox.is_open);
    model.update(SandboxMsg::Open.into());
    model.update(Msg::Open("floor".to_string(), Opening::Set));
    assert!(!model.sandbox.is_open);
}
