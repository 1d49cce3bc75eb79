//! `paxos grade`: what meets an objective, and what does not, cheating too.

use super::{Folder, Ran, paxos};
use serde_json::Value;

const TASK: &str = "title \"Overtake an id\"\nproposers P1 P2\nacceptors A1 A2 A3\nnetwork manual\n\
    objective \"See to it that 1 can win no more.\"\ngoal overtaken 1\nwithin 4 acts\nslide \"1 cat is on its way\"\n  propose P1 cat\n  deliver PREPARE P1->A1,A2\n  \
    deliver PROMISE\n  expect chosen nothing\n";
/// It is reached, at 4000 ms.
const RIGHT: &str = "do=2000:propose.P2.dog~2000:deliver.PREPARE.2.P2.A1~3000:deliver.PREPARE.2.P2.A2";

fn grade(folder: &Folder, links: &[&str]) -> Ran {
    let file = folder.with("task.paxos", TASK);
    let mut arguments = vec!["grade", &file];
    arguments.extend(links);
    paxos(&arguments)
}

/// Why a link does not reach it.
fn refused(folder: &Folder, link: &str) -> String {
    let ran = grade(folder, &[link]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{link}: {}", ran.out);
    let (first, _) = ran.out.split_once('\n').expect("a line for each link");
    first.strip_prefix("link 1: no. ").unwrap_or_else(|| panic!("{first}")).to_string()
}

#[test]
fn link_that_reaches_the_objective_is_told_with_its_acts() {
    let folder = Folder::new("grade-right");
    let whole = format!("https://paxos.example/course/?objective=task#{RIGHT}&t=4000&theme=dark");
    for link in [format!("?{RIGHT}"), format!("#{RIGHT}"), whole, format!("?scene=task&{RIGHT}")] {
        let ran = grade(&folder, &[&link]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{link}: {}", ran.out);
        assert!(ran.out.starts_with("link 1: yes, with 3 acts, at 4000 ms\n1 of 1 reach"), "{}", ran.out);
    }
    let more = format!("?{RIGHT}~5000:crash.A1~5000:crash.A2");
    assert_eq!(grade(&folder, &[&more]).code, 0, "what is done later takes nothing away");
}

#[test]
fn link_that_does_not_reach_it_says_why() {
    let folder = Folder::new("grade-wrong");
    let link = "?do=2000:propose.P2.dog~2000:deliver.PREPARE.2.P2.A1";
    assert_eq!(refused(&folder, link), "The goal is not reached: no id has sent its value in vain.");
    assert_eq!(refused(&folder, "?scene=task"), "The link tells of nothing that was done.");
    let impossible = "?do=2000:propose.P2.dog~2000:deliver.PREPARE.9.P2.A1";
    assert!(refused(&folder, impossible).starts_with("Act 2 cannot be done, and neither can those after it: "));
    let late = "?do=2000:hold.PREPARE.1.P1.A3~2000:release.PREPARE.1.P1.A3~2000:propose.P2.dog~2000:deliver.PREPARE.2.P2.A1~3000:deliver.PREPARE.2.P2.A2";
    assert_eq!(refused(&folder, late), "The goal is not reached within 4 acts.");
    let unreadable = refused(&folder, "?do=2000:overtake.P1");
    assert!(unreadable.starts_with("In the link, do is cut short. Act 1, "), "{unreadable}");
}

#[test]
fn scene_that_is_not_that_of_the_file_is_no_answer() {
    let folder = Folder::new("grade-cheats");
    let script = |text: &str| data_encoding(text.as_bytes());
    let easier = TASK.replace("goal overtaken 1", "goal P2 promises 0");
    for other in [&easier, &TASK.replace("  deliver PROMISE\n", ""), &TASK.replace("network manual", "network timed")] {
        let link = format!("?script={}&{RIGHT}", script(other));
        assert_eq!(refused(&folder, &link), "The link carries another text than the file's: a scene that was changed.");
    }
    let same = format!("?script={}&{RIGHT}", script(&TASK.replace('\n', "\r\n")));
    assert_eq!(grade(&folder, &[&same]).code, 0, "the same text counts, however its lines end");
    assert_eq!(refused(&folder, &format!("?scene=try-choose&{RIGHT}")), "The link opens another scene, try-choose.");
    assert_eq!(
        refused(&folder, &format!("?objective=try-choose&{RIGHT}")),
        "The link opens another scene, try-choose."
    );
    assert_eq!(refused(&folder, &format!("?src=other/mine.paxos&{RIGHT}")), "The link opens another scene, mine.");
    assert_eq!(grade(&folder, &[&format!("?src=there/task.paxos&{RIGHT}")]).code, 0);
    assert_eq!(refused(&folder, &format!("?seed=7&{RIGHT}")), "The link has the seed 7, and the scene another one.");
    assert!(
        refused(&folder, &format!("?script=z.AAAA&{RIGHT}")).starts_with("The scene in the link cannot be unpacked: ")
    );
    let rule = "?do=2000:set.rule.promise.always~2000:propose.P2.dog";
    assert_eq!(
        refused(&folder, rule),
        "It changes the rules (`set rule promise always`), and the objective is to be reached under those of the scene."
    );
    let early = "?do=0:propose.P2.dog~0:propose.P1.cat";
    assert_eq!(refused(&folder, early), "It leaves the scene before its end, and the objective begins there.");
}

#[test]
fn class_is_graded_from_a_file_with_names() {
    let folder = Folder::new("grade-class");
    let class = folder.with(
        "class.txt",
        format!(
            "# Sheet 1\nAda Lovelace  https://x.example/?{RIGHT}\n\nKurt Gödel:\t?do=2000:propose.P2.dog\nnobody\n"
        ),
    );
    let ran = grade(&folder, &[&class]);
    assert_eq!(ran.code, 1);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "Ada Lovelace: yes, with 3 acts, at 4000 ms");
    assert_eq!(lines[1], "Kurt Gödel: no. The goal is not reached: no id has sent its value in vain.");
    assert!(lines[2].starts_with("link 3: no. There is no link in this line: nobody"), "{}", lines[2]);
    assert!(lines[3].starts_with("1 of 3 reach the objective of "), "{}", lines[3]);
    let json = grade(&folder, &[&class, "--json"]);
    let told: Value = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!((&told["met"], &told["within"], &told["goal"]), (&1.into(), &4.into(), &"overtaken 1".into()));
    let first = &told["links"][0];
    assert_eq!(
        (&first["name"], &first["meets"], &first["acts"], &first["time"]),
        (&"Ada Lovelace".into(), &true.into(), &3.into(), &4000.into())
    );
    assert!(first["because"].is_null() && told["links"][1]["because"].is_string());
}

#[test]
fn wrong_arguments_end_with_2_and_a_wrong_file_with_1() {
    let folder = Folder::new("grade-arguments");
    let file = folder.with("task.paxos", TASK);
    assert_eq!(paxos(&["grade"]).code, 2);
    assert_eq!(paxos(&["grade", &file]).code, 2);
    assert_eq!(paxos(&["grade", &file, "no-such-file"]).code, 2);
    assert_eq!(paxos(&["grade", &file, "?x", "--slide", "2"]).code, 2);
    let none = folder.with("none.paxos", "title t\nacceptors A1\n");
    let ran = paxos(&["grade", &none, "?x"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("the scene has no objective; expected `objective` and `goal` in its header"),
        "{}",
        ran.err
    );
}

/// The text in base64url.
fn data_encoding(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letter = |bits: u32| char::from(LETTERS[(bits & 63) as usize]);
    let group = |part: &[u8]| -> String {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(part.get(at).copied().unwrap_or(0)));
        [18, 12, 6, 0].iter().take(part.len() + 1).map(|shift| letter(bits >> shift)).collect()
    };
    bytes.chunks(3).map(group).collect()
}
