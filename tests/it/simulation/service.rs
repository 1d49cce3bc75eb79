//! What clients get out of a log: answers, latency, pauses, and what made them.

use paxos_explainer::paxos::{Ballot, NodeId, NodeSet};
use paxos_explainer::sim::service::{Mark, Service, What, leader};
use paxos_explainer::sim::{Moment, Recording};
use paxos_explainer::story::words::{Telling, service as words};
use paxos_explainer::story::{Scene, parse};

const C1: NodeId = NodeId(0);
const R1: NodeId = NodeId(2);
const R2: NodeId = NodeId(3);
const R3: NodeId = NodeId(4);
const ELECTION: u32 = 3000;

/// Two clients and three replicas, of which R1 leads from 2 s on. A message takes half a second.
fn scene(head: &str, body: &str) -> Scene {
    let begin = "title \"t\"\nclients C1 C2\nreplicas R1 R2 R3\ndelay 500\nretry 4000";
    let text = format!("{begin}\n{head}\nslide \"s\"\n  timeout R1\n  run 2000\n{body}\n");
    parse(&text).and_then(Scene::play).unwrap_or_else(|problem| panic!("{problem}"))
}

fn played(head: &str, body: &str) -> Recording {
    scene(head, body).recording
}

fn service(run: &Recording) -> Service {
    Service::of(run, run.end())
}

fn alive(body: &str) -> Recording {
    played(&format!("heartbeat 1000\nelection {ELECTION}..4000\ncommands 500..900"), body)
}

fn marks(service: &Service) -> Vec<(u32, What)> {
    service.marks.iter().map(|mark| (mark.at.time, mark.what)).collect()
}

#[test]
fn answer_is_timed_from_the_first_request_to_the_reply() {
    // Four ways of half a second: REQUEST, ACCEPT-REQUEST, ACCEPT, REPLY.
    let run = played("", "request C1 R1 +1\nrun 2000");
    let service = service(&run);
    assert_eq!(
        service.answers.iter().map(|it| (it.asked, it.at.time, it.latency())).collect::<Vec<_>>(),
        [(2000, 4000, 2000)]
    );
    assert_eq!(service.answers[0].command.client, C1);
    assert_eq!(service.executed, [3500]);
    assert_eq!(service.median(), Some(2000));
}

#[test]
fn retry_of_a_command_does_not_begin_it_anew() {
    let run = played("heartbeat 1000", "drop next REQUEST\nrequest C1 R1 +1\nrun 4000\nrun 3000");
    let service = service(&run);
    // The timer fires after 4 s and asks R2, which names R1: two ways more.
    assert_eq!(service.answers[0].asked, 2000);
    assert_eq!(service.answers.len(), 1);
    assert!(6000 < service.answers[0].latency());
}

#[test]
fn command_is_executed_once_however_many_replicas_execute_it() {
    let run = alive("run 20000");
    let service = service(&run);
    let balance = run.world().node(R1).replica.as_ref().and_then(|replica| replica.disk.machine.balance);
    assert_eq!(service.executed.len() as i64, balance.unwrap_or(0));
    assert!(10 < service.executed.len());
    let counts = service.throughput(1000);
    assert_eq!(counts.iter().sum::<u32>() as usize, service.executed.len());
    assert_eq!(counts.len(), 23);
    assert_eq!(counts[..2], [0, 0], "R1 leads from 1 s on, and what it is asked then has two more ways to go");
}

#[test]
fn median_is_the_middle_one() {
    let run =
        played("", "request C1 R1 a\nrun 2000\nset delay 100\nrequest C1 R1 b\nrun 400\nrequest C1 R1 c\nrun 400");
    assert_eq!(service(&run).answers.iter().map(|it| it.latency()).collect::<Vec<_>>(), [2000, 400, 400]);
    assert_eq!(service(&run).median(), Some(400));
    assert_eq!(Service::default().median(), None);
}

#[test]
fn crash_of_the_leader_makes_a_pause_of_at_least_the_election_time() {
    let run = alive("run 10000\ncrash R1\nrun 20000");
    let service = service(&run);
    let pause = service.pause().expect("there were answers");
    assert_eq!(pause.cause.map(|mark| mark.what), Some(What::Crash(R1, true)));
    assert!(pause.from <= 12_500 && 12_000 + ELECTION < pause.to, "{pause:?}");
    assert!(ELECTION <= pause.length() && pause.length() < 12_000, "{pause:?}");
    let next = service.reigns.last().expect("somebody leads again");
    assert!(next.node != R1 && 12_000 + ELECTION <= next.from && next.from < pause.to);
    assert_eq!(service.reigns[0].to, 12_000, "a crash ends a lead");
    assert_eq!(leader(run.world()).map(|(node, _)| node), Some(next.node));
    let scene = scene("", "");
    let said = words::summary(&service, Telling::exact(&scene.script.names));
    assert!(said[2].contains("on: R1, which led, crashed at 12.0 s."), "{said:?}");
}

#[test]
fn crash_of_a_follower_makes_no_such_pause() {
    let run = alive("run 10000\ncrash R3\nrun 20000");
    let service = service(&run);
    assert!(service.pause().is_some_and(|pause| pause.length() < ELECTION));
    assert!(service.marks.iter().any(|mark| mark.what == What::Crash(R3, false)));
    assert_eq!(service.reigns.len(), 1);
}

#[test]
fn leader_that_tries_anew_leads_no_more() {
    let run = alive("run 1000\npartition R1 | R2 R3\ntimeout R1\nrun 100\ncrash R1\nrun 100");
    let service = service(&run);
    assert_eq!((service.reigns.len(), service.reigns[0].to), (1, 3000));
    assert!(service.marks.iter().any(|mark| mark.what == What::Crash(R1, false)), "{:?}", service.marks);
}

#[test]
fn partition_is_one_mark_with_its_two_sides_and_so_is_its_healing() {
    let run = alive("run 10000\npartition R1 | R2 R3\nrun 20000\nheal\nrun 5000");
    let service = service(&run);
    let others: NodeSet = [R2, R3].into_iter().collect();
    let cuts: Vec<_> = marks(&service).into_iter().filter(|(_, what)| !matches!(what, What::Leads(..))).collect();
    assert_eq!(cuts, [(12_000, What::Cut(NodeSet::of(R1), others)), (32_000, What::Heal)]);
    let pause = service.pause().expect("there were answers");
    assert_eq!(pause.cause.map(|mark| mark.at.time), Some(12_000), "{pause:?}");
    // The old leader goes on to lead among those that it reaches; of two the one with the highest id counts.
    let [first, second] = service.reigns[..] else { panic!("{:?}", service.reigns) };
    assert_eq!((first.node, first.to), (R1, second.from));
    assert_eq!(second.to, 37_000);
    let last: Vec<What> = service.marks.iter().map(|mark: &Mark| mark.what).collect();
    assert!(matches!(last[..], [What::Leads(R1, _), What::Cut(..), What::Leads(_, _), What::Heal]), "{last:?}");
    assert_eq!(leader(run.world()), Some((second.node, second.ballot)));
}

#[test]
fn pause_goes_on_while_a_client_waits_and_has_none_to_blame_when_nothing_happened() {
    let run = played("", "request C1 R1 a\nrun 2000\nrun 9000");
    assert_eq!(service(&run).pause(), None, "nobody waits");
    let run = played("loss 0%", "request C1 R1 a\nrun 2000\nset loss 100%\nrequest C1 R1 b\nrun 9000");
    let service = service(&run);
    let pause = service.pause().expect("C1 waits");
    assert_eq!((pause.from, pause.to, pause.cause), (4000, 13_000, None));
    assert_eq!(service.waiting.iter().map(|&(_, since)| since).collect::<Vec<_>>(), [4000]);
}

fn scene_of(id: &str) -> Scene {
    let text = crate::on_show::text_of(id);
    parse(&text).and_then(Scene::play).unwrap_or_else(|problem| panic!("{problem}"))
}

#[test]
fn cause_of_a_pause_is_the_last_one_that_nobody_had_made_good_before_it() {
    // R1 crashes and R3 takes over and answers; the longest pause is what the crash of R3 makes.
    let body = "request C1 R1 a\nrun 2000\nrequest C1 R1 b\nrun 200\ncrash R1\ntimeout R3\nrun 2000\n\
                request C1 R3 b\nrun 3000\nrequest C1 R3 c\nrun 200\ncrash R3\nrun 20000";
    let service = service(&played("", body));
    assert_eq!(service.answers.len(), 2, "{:?}", service.answers);
    let pause = service.pause().expect("C1 waits");
    assert_eq!(pause.cause.map(|mark| mark.what), Some(What::Crash(R3, true)), "{pause:?} {:?}", service.marks);
    assert!(pause.goes_on);
}

#[test]
fn client_of_a_leader_that_was_cut_off_before_is_told_so() {
    let scene = scene_of("mp-two-leaders");
    let service = service(&scene.recording);
    let said = words::summary(&service, Telling::exact(&scene.script.names)).join(" ");
    assert!(
        said.contains(": C1 waited for R3, and R3 could not reach R1 and R2 at ")
            || said.contains(": C1 waited for R3, and R1 and R2 could not reach R3 at "),
        "{said}"
    );
}

#[test]
fn pause_ends_with_its_answer_and_takes_no_time_in_which_nobody_waits() {
    let run = played("", "request C1 R1 a\nrun 2000\nrun 9000\nrequest C1 R1 b\nrun 2000");
    let pause = service(&run).pause().expect("C1 waited for b");
    assert_eq!((pause.from, pause.to, pause.goes_on), (13_000, 15_000, false));
    let scene = scene_of("mp-members");
    let service = service(&scene.recording);
    let last = service.answers.last().expect("there are answers").at;
    let there = Service::of(&scene.recording, last);
    let said = words::summary(&there, Telling::exact(&scene.script.names)).join(" ");
    assert!(!said.contains("goes on"), "{said}");
}

#[test]
fn nothing_after_the_moment_is_told() {
    let run = alive("run 10000\ncrash R1\nrun 20000");
    for time in [0, 3000, 11_999, 12_000, 15_000, 32_000] {
        let moment = run.moment(time);
        let service = Service::of(&run, moment);
        let mut short = run.fork(moment);
        assert_eq!(service, Service::of(&short, short.end()), "at {time}");
        short.run_to(time);
        assert!(service.answers.iter().all(|it| it.at.time <= time));
        assert!(service.marks.iter().all(|mark| mark.at <= moment));
        assert!(service.reigns.iter().all(|reign| reign.to <= time));
    }
    assert_eq!(Service::of(&run, Moment::default()), Service::default());
    let first = Service::of(&run, run.moment(1500));
    assert_eq!(marks(&first), [(1000, What::Leads(R1, Ballot { number: 1, ..first.reigns[0].ballot }))]);
}
