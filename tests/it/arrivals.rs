//! Being the network: one arrival is moved, and each order is a run of the core.

use crate::scenes::{play, without_lines};
use paxos_explainer::link::acts;
use paxos_explainer::paxos::{NodeId, Role, Value};
use paxos_explainer::player::{Act, ArriveMsg, Model, Msg, Opening, Panel, Show, Source};
use paxos_explainer::sim::{World, truth};
use paxos_explainer::story::objective::{self, Judged, Unfit};
use paxos_explainer::story::words::Telling;
use paxos_explainer::story::words::arrivals as words;
use paxos_explainer::story::{Arrivals, Branch, Names, Scene, parse, print};
use std::rc::Rc;

const FIVE: &str = include_str!("../../static/scenes/try-one-arrival.paxos");
const THREE: &str = include_str!("../../static/scenes/try-late-request.paxos");

/// What the scene with five acceptors is up to where its message may arrive, without an objective.
const FIVE_SO_FAR: &str = "title t\nids rounds\nproposers P1 P5\nacceptors A1 A2 A3 A4 A5\nnetwork manual\ndelay 500\n\
    drop next PREPARE P1->A4,A5\ndrop next ACCEPT-REQUEST P1->A4,A5\ndrop next PREPARE P5->A1,A2\n\
    drop next ACCEPT-REQUEST P5->A1,A2\npropose P1 cat id 3.1\ndeliver PREPARE 3.1 P1->A1,A2,A3\ndeliver PROMISE 3.1\n\
    propose P5 dog id 4.5\n";
/// The same of the scene with three.
const THREE_SO_FAR: &str = "title t\nproposers P1 P2\nacceptors A1 A2 A3\nnetwork manual\ndelay 500\n\
    drop next PREPARE P1->A3\ndrop next ACCEPT-REQUEST P1->A3\ndrop next PREPARE P2->A1\n\
    drop next ACCEPT-REQUEST P2->A1\npropose P1 cat id 1\ndeliver PREPARE 1 P1->A1,A2\ndeliver PROMISE 1\n\
    deliver ACCEPT-REQUEST 1 P1->A1\ndeliver ACCEPT 1 A1->P1\npropose P2 dog id 2\n";

/// Every order of the first scene, written by hand: what is delivered, and what is chosen. R is a request, P a PREPARE or
/// a PROMISE, L an ACCEPT of a request.
const FIVE_BY_HAND: [(&str, &str); 11] = [
    ("P A3,R A1,R A3,R A2,P A4,P A5,A3 P,A4 P,A5 P,end", "dog"),
    ("R A1,P A3,R A3,R A2,P A4,P A5,A3 P,A4 P,A5 P,end", "dog"),
    ("R A1,R A3,P A3,R A2,P A4,P A5,A3 P,A4 P,A5 P,end", "cat"),
    ("R A1,R A3,R A2,P A3,P A4,P A5,A3 P,A4 P,A5 P,end", "cat"),
    ("R A1,R A3,R A2,P A4,P A3,P A5,A3 P,A4 P,A5 P,end", "cat"),
    ("R A1,R A3,R A2,P A4,P A5,P A3,A3 P,A4 P,A5 P,end", "cat"),
    ("R A1,R A3,R A2,P A4,P A5,A4 P,P A3,A3 P,A5 P,end", "cat"),
    ("R A1,R A3,R A2,P A4,P A5,A4 P,A5 P,P A3,A3 P,end", "cat"),
    ("R A1,R A3,R A2,P A4,P A5,A4 P,A5 P,L A1,P A3,A3 P,end", "cat"),
    ("R A1,R A3,R A2,P A4,P A5,A4 P,A5 P,L A1,L A3,P A3,A3 P,end", "cat"),
    ("R A1,R A3,R A2,P A4,P A5,A4 P,A5 P,L A1,L A3,L A2,P A3,A3 P,end", "cat"),
];

/// The same of the second; V is a request of P2. One that comes before PREPARE 2 has P2 carry cat on.
const THREE_BY_HAND: [(&str, &str); 9] = [
    ("R A2,P A2,P A3,A2 P,A3 P,V A2,V A3,end", "cat"),
    ("P A2,R A2,P A3,A2 P,A3 P,V A2,V A3,end", "dog"),
    ("P A2,P A3,R A2,A2 P,A3 P,V A2,V A3,end", "dog"),
    ("P A2,P A3,A2 P,R A2,A3 P,V A2,V A3,end", "dog"),
    ("P A2,P A3,A2 P,A3 P,R A2,V A2,V A3,end", "dog"),
    ("P A2,P A3,A2 P,A3 P,V A2,R A2,V A3,end", "dog"),
    ("P A2,P A3,A2 P,A3 P,V A2,V A3,R A2,end", "dog"),
    ("P A2,P A3,A2 P,A3 P,V A2,V A3,L A2,R A2,end", "dog"),
    ("P A2,P A3,A2 P,A3 P,V A2,V A3,L A2,L A3,R A2", "dog"),
];

/// A line of the tables as a statement.
fn of_five(line: &str) -> String {
    match line.split_once(' ') {
        Some(("P", to)) => format!("deliver PREPARE 4.5 P5->{to}\n"),
        Some(("R", to)) => format!("deliver ACCEPT-REQUEST 3.1 P1->{to}\n"),
        Some(("L", from)) => format!("deliver ACCEPT 3.1 {from}->P1\n"),
        Some((from, _)) => format!("deliver PROMISE 4.5 {from}->P5\n"),
        None => "deliver ACCEPT-REQUEST 4.5\ndeliver any\n".to_string(),
    }
}

fn of_three(line: &str) -> String {
    match line.split_once(' ') {
        Some(("P", to)) => format!("deliver PREPARE 2 P2->{to}\n"),
        Some(("R", to)) => format!("deliver ACCEPT-REQUEST 1 P1->{to}\n"),
        Some(("V", to)) => format!("deliver ACCEPT-REQUEST 2 P2->{to}\n"),
        Some(("L", from)) => format!("deliver ACCEPT 2 {from}->P2\n"),
        Some((from, _)) => format!("deliver PROMISE 2 {from}->P2\n"),
        None => "deliver any\n".to_string(),
    }
}

fn scene(text: &str) -> Rc<Scene> {
    Rc::new(play("x", text))
}

fn arrivals(text: &str) -> Arrivals {
    Arrivals::of(&scene(text)).expect("a message may be moved")
}

/// What a run has come to: every acceptor's card, what every proposer has learned, what is chosen. Two scenes may number
/// their values differently.
fn state(world: &World, names: &Names) -> String {
    let of = |node: NodeId| format!("{:?} {:?}", world.node(node).acceptor, world.node(node).learner);
    let nodes: Vec<String> = world.cluster.nodes().map(of).collect();
    let chosen: Vec<&str> = values(world).into_iter().map(|value| names.value(value)).collect();
    let mut told = format!("{} {chosen:?}", nodes.join("\n"));
    for (word, value) in names.values.iter().enumerate() {
        told = told.replace(&format!("Value {{ word: {word}, "), &format!("Value {{ {value}, "));
    }
    told
}

fn values(world: &World) -> Vec<Value> {
    let mut values: Vec<Value> = truth::chosen(world).map(|chosen| chosen.vote.value).collect();
    values.sort();
    values.dedup();
    values
}

fn each_order_is_as_by_hand(text: &str, so_far: &str, by_hand: &[(&str, &str)], told: fn(&str) -> String) {
    let arrivals = arrivals(text);
    assert_eq!(arrivals.orders.len(), by_hand.len());
    for (nth, (order, (lines, chosen))) in arrivals.orders.iter().zip(by_hand).enumerate() {
        let body: String = lines.split(',').map(told).collect();
        let hand = play("by hand", &format!("{so_far}{body}expect chosen {chosen} and in-flight 0\n"));
        let names = &order.branch.names;
        let by_hand = state(hand.recording.world(), &hand.script.names);
        assert_eq!(state(order.branch.recording.world(), names), by_hand, "order {nth}");
        let value: Vec<&str> = order.values().into_iter().map(|value| names.value(value)).collect();
        assert_eq!(value, [*chosen], "order {nth}");
    }
}

#[test]
fn each_order_comes_to_what_a_scene_comes_to_that_is_written_by_hand() {
    each_order_is_as_by_hand(FIVE, FIVE_SO_FAR, &FIVE_BY_HAND, of_five);
    each_order_is_as_by_hand(THREE, THREE_SO_FAR, &THREE_BY_HAND, of_three);
}

#[test]
fn outcome_changes_at_exactly_one_pair_of_arrivals_and_agreement_never_breaks() {
    for (text, place, crossed) in [(FIVE, 1, "ACCEPT-REQUEST 3.1 cat at A3"), (THREE, 0, "PREPARE 2 at A2")] {
        let arrivals = arrivals(text);
        let names = &arrivals.orders[0].branch.names;
        assert_eq!(arrivals.flips(), [place]);
        let met = arrivals.crossed(place).expect("it crosses something");
        assert_eq!(words::at(met, Telling::exact(names)), crossed);
        assert_eq!(met.to, arrivals.moved.to, "at one acceptor");
        assert_eq!(arrivals.count_broken(), 0);
    }
}

/// Without the fence the same orders do break agreement: that none of them does is no matter of course.
#[test]
fn under_a_wrong_rule_some_orders_break_agreement() {
    let wrong = |text: &str| arrivals(&text.replace("network manual\n", "network manual\nrule accept always\n"));
    let five = wrong(&without_expectations(FIVE));
    assert_eq!(five.count_broken(), 2, "where the PREPARE comes before 3.1 cat at A3");
    let three = wrong(&without_expectations(THREE));
    assert!(0 < three.count_broken());
    let telling = Telling::exact(&five.orders[0].branch.names);
    assert!(words::result(&five.orders[0], telling).contains("agreement is broken"));
    assert_eq!(words::agreement(&five, telling), "In 2 of these 11 orders two values are chosen.");
}

fn without_expectations(text: &str) -> String {
    let is_left = |line: &&str| !line.trim_start().starts_with("expect");
    text.lines().filter(is_left).map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_is_never_sent_is_left_out_and_said() {
    let arrivals = arrivals(FIVE);
    let telling = Telling::exact(&arrivals.orders[0].branch.names);
    let said = words::missing(&arrivals.orders[1], telling);
    assert_eq!(said.as_deref(), Some("Left out, since it is never sent in this order: ACCEPT 3.1 from A3 to P1."));
    assert_eq!(words::missing(&arrivals.orders[2], telling), None);
}

#[test]
fn it_is_said_why_in_numbers() {
    let arrivals = arrivals(FIVE);
    let telling = Telling::exact(&arrivals.orders[0].branch.names);
    assert_eq!(
        words::why(&arrivals, 1, telling),
        [
            "If PREPARE 4.5 comes before ACCEPT-REQUEST 3.1 cat at A3, its PROMISE reports nothing, and A3 ignores ACCEPT-REQUEST 3.1 cat. P5 sends 4.5 dog. dog is chosen, under 4.5.",
            "If ACCEPT-REQUEST 3.1 cat comes before PREPARE 4.5 at A3, A3 accepts it, and its PROMISE reports 3.1 cat. P5 sends 4.5 cat. cat is chosen, under 3.1 and 4.5.",
        ]
    );
    assert_eq!(
        words::flips(&arrivals, telling),
        "In these 11 orders the outcome changes at exactly one place: where PREPARE 4.5 at A3 crosses ACCEPT-REQUEST 3.1 cat at A3."
    );
    assert_eq!(words::agreement(&arrivals, telling), "In none of them are two values chosen.");
    let three = self::arrivals(THREE);
    let telling = Telling::exact(&three.orders[0].branch.names);
    assert_eq!(
        words::why(&three, 0, telling)[0],
        "If ACCEPT-REQUEST 1 cat comes before PREPARE 2 at A2, A2 accepts it, and its PROMISE reports 1 cat. P2 sends 2 cat. cat is chosen, under 1 and 2."
    );
}

fn opened(text: &str) -> Model {
    Model::new(Source::Text(text.into()), Opening::Set).0
}

fn shown(model: &Model) -> &Show {
    model.show().expect("a scene is on show")
}

fn arrive(model: &mut Model, msg: ArriveMsg) {
    model.update(msg.into());
}

#[test]
fn reader_moves_the_arrival_and_the_stage_shows_what_comes_of_it() {
    let mut model = opened(FIVE);
    assert!(model.panels.is_open(Panel::Arrivals, shown(&model)));
    assert_eq!(shown(&model).place_of_arrival(), Some(5), "the scene's own order");
    arrive(&mut model, ArriveMsg::Earlier);
    assert_eq!(shown(&model).place_of_arrival(), Some(4));
    assert!(shown(&model).is_own());
    assert_eq!(shown(&model).world().in_flight.len(), 0, "it is shown at its end");
    arrive(&mut model, ArriveMsg::To(1));
    let dog = shown(&model).names().find_node("P5").map(|_| values(&shown(&model).world()));
    assert_eq!(dog.map(|values| shown(&model).names().value(values[0]).to_string()).as_deref(), Some("dog"));
    let runs = shown(&model).runs().len();
    arrive(&mut model, ArriveMsg::Later);
    arrive(&mut model, ArriveMsg::Earlier);
    assert_eq!(shown(&model).runs().len(), runs + 1, "a run that is there already is shown again");
    arrive(&mut model, ArriveMsg::To(5));
    assert!(!shown(&model).is_own(), "its own order is the scene itself");
    arrive(&mut model, ArriveMsg::To(99));
    assert_eq!(shown(&model).place_of_arrival(), Some(10), "as late as it can be");
    arrive(&mut model, ArriveMsg::Later);
    assert_eq!(shown(&model).place_of_arrival(), Some(10));
}

#[test]
fn what_comes_of_an_order_is_told_once_it_was_tried_and_of_all_once_two_differ() {
    let mut model = opened(FIVE);
    let told = |model: &Model| {
        let all = shown(model).arrivals().expect("orders");
        (0..11).filter(|&place| shown(model).tells_order(&all, place)).collect::<Vec<usize>>()
    };
    assert_eq!(told(&model), [5]);
    arrive(&mut model, ArriveMsg::To(3));
    assert_eq!(told(&model), [3, 5]);
    arrive(&mut model, ArriveMsg::To(1));
    assert_eq!(told(&model).len(), 11);
    let mut model = opened(FIVE);
    arrive(&mut model, ArriveMsg::TellAll);
    assert_eq!(told(&model).len(), 11);
    assert_eq!(shown(&model).place_of_arrival(), Some(5), "nothing has moved");
}

#[test]
fn objective_is_reached_by_moving_the_one_arrival_and_that_counts_as_one_act() {
    for (text, place) in [(FIVE, 1), (THREE, 0)] {
        objective::check(&scene(text)).expect("it is an objective");
        let mut model = opened(text);
        let judged = |model: &Model| Judged::of(&shown(model).branch());
        assert_eq!(judged(&model).reached, None);
        let last = shown(&model).arrivals().expect("orders").orders.len() - 2;
        arrive(&mut model, ArriveMsg::To(last));
        assert_eq!(judged(&model).reached, None, "not wherever it is moved");
        arrive(&mut model, ArriveMsg::To(place));
        let reached = judged(&model).reached.expect("it is reached");
        assert_eq!(reached.acts, 1);
        assert_eq!(shown(&model).standing().map(|standing| standing.acts), Some(1));
        model.update(Msg::Act(Act::Say("crash A1".into())));
        assert_eq!(judged(&model).reached, Some(reached), "what comes later takes nothing away");
        assert_eq!(judged(&model).unfit.map(|(_, unfit)| unfit), Some(Unfit::TooMany(1)));
    }
}

#[test]
fn other_acts_in_the_midst_of_the_scene_do_not_count() {
    let mut model = opened(FIVE);
    let from = shown(&model).arrivals().expect("orders").from;
    model.update(Msg::StandAt(from));
    model.update(Msg::Act(Act::Say("crash A3".into())));
    assert_eq!(model.notice, None);
    assert_eq!(shown(&model).place_of_arrival(), None, "that is no order of the arrivals");
    assert_eq!(Judged::of(&shown(&model).branch()).unfit, Some((0, Unfit::Early)));
}

#[test]
fn hint_and_solution_come_from_the_orders() {
    let mut model = opened(FIVE);
    model.update(paxos_explainer::player::ObjectiveMsg::Hint.into());
    let hint = model.hint().map(|hint| paxos_explainer::player::objective::told(hint, shown(&model)));
    assert_eq!(hint.as_deref(), Some("Let PREPARE 4.5 arrive earlier at A3."));
    model.update(paxos_explainer::player::ObjectiveMsg::Solution.into());
    assert_eq!(shown(&model).place_of_arrival(), Some(1));
    assert!(Judged::of(&shown(&model).branch()).reached.is_some());
    let mut model = opened(THREE);
    model.update(Msg::Arrive(ArriveMsg::Earlier));
    model.update(paxos_explainer::player::ObjectiveMsg::Solution.into());
    assert_eq!(shown(&model).place_of_arrival(), Some(0));
}

/// A link tells the acts, one by one; done again, they come to the same order.
#[test]
fn link_brings_each_order_back() {
    let scene = scene(FIVE);
    let arrivals = Arrivals::of(&scene).expect("orders");
    for (place, order) in arrivals.orders.iter().enumerate().filter(|(place, _)| *place != arrivals.own) {
        let told = order.branch.told();
        let code = acts::write(
            told.iter().map(|(when, _)| *when).zip(order.branch.acts.iter().map(|act| &act.statement)),
            &order.branch.names,
        )
        .expect("a link can carry it");
        let (read, wrong) = acts::read(&code);
        assert_eq!(wrong, None);
        let read: Vec<_> = read.into_iter().map(|told| (told.at, told.text)).collect();
        let (again, stopped) = Branch::replay(&scene, &read);
        assert_eq!(stopped, None, "order {place}");
        assert_eq!(arrivals.place_of(&again), Some(place));
        let order = state(order.branch.recording.world(), &order.branch.names);
        assert_eq!(state(again.recording.world(), &again.names), order);
    }
}

/// A run in which the arrival was moved is a scene like any other, in which the same message may be moved.
#[test]
fn moved_run_can_be_written_down_as_a_scene() {
    let mut model = opened(FIVE);
    arrive(&mut model, ArriveMsg::To(1));
    let show = shown(&model);
    let text = print::branch(&show.branch(), "", show.slide, show.at);
    let again = arrivals(&text);
    assert_eq!(again.own, 1, "{text}");
    // A3's ACCEPT of 3.1 cat is never sent in it, so that there is one arrival less to cross.
    assert_eq!(again.orders.len(), 10);
}

#[test]
fn printed_scene_parses_to_the_same() {
    for text in [FIVE, THREE] {
        let script = parse(text).expect("it is a scene");
        let again = parse(&print::script(&script)).expect("it is one still");
        assert_eq!(without_lines(&again), without_lines(&script));
        assert!(print::script(&script).contains("  move "));
    }
}

fn wrong(text: &str) -> String {
    parse(text).and_then(Scene::play).map_or_else(|problem| problem.to_string(), |_| "it plays".to_string())
}

#[test]
fn mistakes_with_move_are_told() {
    let head = "title t\nproposers P1\nacceptors A1 A2 A3\nnetwork manual\npropose P1 cat\nrun 1\n";
    let with = |lines: &str| wrong(&format!("{head}{lines}"));
    assert_eq!(with("move PREPARE 1 P1->A2\ndeliver PREPARE 1\n"), "it plays");
    assert_eq!(
        with("move PREPARE 1\ndeliver PREPARE 1\n"),
        "7:1: 3 messages in flight match `PREPARE 1`; expected one message, by its kind, its id and its way"
    );
    assert_eq!(
        with("move PROMISE 1\ndeliver PREPARE 1\n"),
        "7:1: no message in flight matches `PROMISE 1`; expected one of those in flight: `PREPARE 1 P1->A1`, `PREPARE 1 P1->A2` and `PREPARE 1 P1->A3`"
    );
    assert_eq!(
        with("move PREPARE 1 P1->A2\ndeliver PREPARE 1 P1->A1\n"),
        "7:1: the message that may be moved does not arrive in this scene; expected a `deliver` of it below"
    );
    assert_eq!(
        with("move PREPARE 1 P1->A2\nmove PREPARE 1 P1->A1\ndeliver PREPARE 1\n"),
        "8:1: `move` is said a second time; expected one message that may be moved"
    );
    assert_eq!(
        with("move PREPARE 1 P1->A2\ncrash A1\n"),
        "8:1: below `move` messages arrive, and nothing else is done; expected it above `move`"
    );
    assert_eq!(
        with("drop next PROMISE A1->P1\nmove PREPARE 1 P1->A2\ndeliver PREPARE 1\n"),
        "8:1: what becomes of messages to come is asked at this very moment; expected time between the two, such as `run 1`, or a delivery"
    );
    assert_eq!(
        wrong(&format!("{}move PREPARE 1 P1->A2\n", head.replace("network manual\n", ""))),
        "6:6: `move` needs arrivals that the scene tells; expected `network manual` in the header"
    );
    let aim = head.replace("network", "objective \"Get it chosen.\"\ngoal chosen cat\nnetwork");
    assert_eq!(
        wrong(&format!("{aim}move PREPARE 1 P1->A2\ndeliver PREPARE 1\nsolution\ndeliver PROMISE 1\n")),
        "12:1: a scene with `move` needs no solution; expected none: an order that reaches the goal is one"
    );
    let check = objective::check(&play("x", &format!("{aim}move PREPARE 1 P1->A2\ndeliver PREPARE 1\n")));
    let told = check.map_err(|problem| problem.to_string());
    assert_eq!(
        told,
        Err("1:1: wherever the message is moved, `chosen cat` is not reached; expected an order in which it is".into())
    );
}

#[test]
fn scene_without_move_has_no_orders() {
    let scene = scene("title t\nproposers P1\nacceptors A1\nnetwork manual\npropose P1 cat\n");
    assert!(Arrivals::of(&scene).is_none());
    let mut model = opened("title t\nproposers P1\nacceptors A1\nnetwork manual\npropose P1 cat\n");
    arrive(&mut model, ArriveMsg::Earlier);
    assert!(!shown(&model).is_own());
    assert!(!Panel::Arrivals.suits(shown(&model)));
    assert_eq!(scene.script.cluster.all(Role::Acceptor).len(), 1);
}
