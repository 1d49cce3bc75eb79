//! Holds static/run.schema.json against the JSON of runs and polls, both ways: what is written is as it says, and what
//! it says is written.

use crate::on_show;
use crate::scenes::texts;
use jsonschema::Validator;
use paxos_explainer::export::run::Origin;
use paxos_explainer::export::{Stretch, object};
use paxos_explainer::paxos::Kind;
use paxos_explainer::player::{Act, Msg, Show};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn file(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("it can be read")
}

fn schema() -> Value {
    serde_json::from_str(&file("static/run.schema.json")).expect("the schema is JSON")
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).expect("it is a schema of draft 2020-12")
}

fn run_of(show: &Show, stretch: Stretch, origin: Origin) -> Value {
    serde_json::to_value(object(show, stretch).of(origin)).expect("a run is JSON")
}

/// What else a run may have in it than the scenes show.
const ODD: &[&str] = &[
    "title x\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nclients C1\nids rounds\nnacks on\nretry 3000\nslide one\n  request C1 P1 cat\n  run 1000\n  hold PREPARE P1->A1\n  duplicate PREPARE P1->A2\n  delay PREPARE P1->A3 100\n  cut P2->A1\n  set loss 10%\n  run 500\n  release PREPARE P1->A1\n  propose P2 dog id 9.2\n  heal\n  run 1500\n  timeout P1\n  crash A1\n  restart A1\n  run 9000\n",
    "title x\nproposers P1\nacceptors A1 A2 A3\nnetwork manual\nslide one\n  propose P1 cat\n  drop PREPARE P1->A1\n",
    "title x\nreplicas R1 R2 R3\nclients C1 C2\nheartbeat 400\nslide one\n  timeout R1\n  run 3000\n  request C1 R1 \"open 10\"\n  request C2 R2 \"withdraw 50\"\n  run 4000\n",
    "title x\nmodel poll\npeople F1 F2 F3\nslide one\n  back F1 cinema\n  tell F1->any\n  lose F2->F1\n  run 1000\n  back F2 cinema\n  tell F2->F1\n  ask F3->F1\n  crash F2\n  restart F2\n  drop F3->F1\n  ask F3->F2\n  run 500\n",
];

/// The JSON of every scene at the end of every slide, of odd runs, and of a run of a reader's own.
fn runs() -> Vec<(String, Value)> {
    let odd = ODD.iter().enumerate().map(|(place, text)| (format!("odd {place}"), text.to_string()));
    let mut runs = Vec::new();
    for (id, text) in texts().into_iter().chain(odd) {
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        for slide in 0..show.scene.slides.len() {
            let stretch = Stretch::slides(show, 0, slide);
            runs.push((format!("{id}, slide {}", slide + 1), run_of(show, stretch, Origin::of(&text))));
        }
    }
    for scene in ["nutshell", "mp-steady", "consensus"] {
        let mut model = on_show::scene(scene);
        model.update(Msg::Seek(1200));
        let act = if scene == "mp-steady" {
            "crash R1"
        } else if scene == "consensus" {
            "crash F1"
        } else {
            "crash A1"
        };
        model.update(Msg::Act(Act::Say(act.to_string())));
        let show = on_show::shown(&model);
        assert!(show.is_own(), "{scene}");
        let origin = Origin {
            acts: "1200:crash".to_string(),
            seed: Some(u32::MAX),
            at: Some("1200_3".to_string()),
            script: None,
        };
        runs.push((format!("own {scene}"), run_of(show, Stretch::whole(show), origin)));
    }
    runs
}

fn check(validator: &Validator, run: &Value, about: &str) {
    let errors: Vec<String> =
        validator.iter_errors(run).take(3).map(|error| format!("{}: {error}", error.instance_path())).collect();
    let short: Vec<String> = errors.iter().map(|error| error.chars().take(600).collect()).collect();
    assert!(errors.is_empty(), "{about}: {short:?}");
}

#[test]
fn json_of_every_scene_at_the_end_of_every_slide_is_as_the_schema_says() {
    let validator = validator();
    for (about, run) in runs() {
        check(&validator, &run, &about);
    }
}

/// All strings under this key anywhere in a value.
fn under<'a>(key: &str, value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, value)| match value {
            Value::String(text) if name == key => {
                found.insert(text);
            }
            _ => under(key, value, found),
        }),
        Value::Array(all) => all.iter().for_each(|value| under(key, value, found)),
        _ => {}
    }
}

/// The words of an `enum` in the schema.
fn words<'a>(schema: &'a Value, pointer: &str) -> BTreeSet<&'a str> {
    let list = schema.pointer(pointer).and_then(Value::as_array).expect("it is a list in the schema");
    list.iter().filter_map(Value::as_str).collect()
}

fn of_events<'a>(runs: &'a [(String, Value)], is_poll: fn(&Value) -> bool, key: &str) -> BTreeSet<&'a str> {
    let events = runs.iter().filter(|(_, run)| is_poll(run)).filter_map(|(_, run)| run["events"].as_array()).flatten();
    events.filter_map(|event| event[key].as_str()).collect()
}

#[test]
fn each_kind_and_outcome_of_the_schema_occurs_in_a_run_and_no_other_does() {
    let (schema, runs) = (schema(), runs());
    let is_poll: fn(&Value) -> bool = |run| run.get("model").is_some();
    let is_run: fn(&Value) -> bool = |run| run.get("model").is_none();
    let event = "/$defs/event/properties";
    assert_eq!(of_events(&runs, is_run, "kind"), words(&schema, &format!("{event}/kind/enum")));
    assert_eq!(of_events(&runs, is_run, "outcome"), words(&schema, &format!("{event}/outcome/enum")));
    let poll = "/$defs/poll/properties/events/items/properties/kind/enum";
    assert_eq!(of_events(&runs, is_poll, "kind"), words(&schema, poll));
    let messages = |is_wanted: fn(&Value) -> bool| {
        let mut kinds = BTreeSet::new();
        for (_, run) in runs.iter().filter(|(_, run)| is_wanted(run)) {
            for message in run["events"].as_array().into_iter().flatten().map(|event| &event["message"]) {
                under("kind", message, &mut kinds);
            }
        }
        kinds
    };
    assert_eq!(messages(is_run), words(&schema, "/$defs/message/properties/kind/enum"));
    assert_eq!(messages(is_poll), words(&schema, "/$defs/letter/properties/kind/enum"));
}

/// A kind that is new in the code and in no run of these tests is missed by them, but not by its letters.
#[test]
fn each_kind_that_the_code_can_write_is_in_the_schema() {
    let schema = schema();
    let known: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(known, words(&schema, "/$defs/message/properties/kind/enum"));
    let listed: BTreeSet<&str> = [
        "/$defs/event/properties/kind/enum",
        "/$defs/event/properties/outcome/enum",
        "/$defs/poll/properties/events/items/properties/kind/enum",
        "/$defs/letter/properties/kind/enum",
    ]
    .iter()
    .flat_map(|list| words(&schema, list))
    .collect();
    for name in ["src/export/run.rs", "src/export/poll.rs"] {
        let text = file(name);
        let word = |line: &str| Some(line.split_once("=> \"")?.1.split_once("\",")?.0.to_string());
        let written: Vec<String> = text.lines().filter_map(word).filter(|word| !word.is_empty()).collect();
        assert!(8 <= written.len(), "{name} writes {written:?}");
        for word in written {
            assert!(listed.contains(word.as_str()), "{name} writes \"{word}\", which the schema does not know");
        }
    }
}

/// Every property that a schema names anywhere, with those of its objects that require it.
fn objects<'a>(schema: &'a Value, found: &mut Vec<&'a Value>) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("required") {
                found.push(schema);
            }
            map.values().for_each(|value| objects(value, found));
        }
        Value::Array(all) => all.iter().for_each(|value| objects(value, found)),
        _ => {}
    }
}

#[test]
fn every_object_of_the_schema_is_closed_and_requires_all_that_it_names() {
    let schema = schema();
    let mut all = Vec::new();
    objects(&schema, &mut all);
    assert!(15 <= all.len(), "{}", all.len());
    for object in all {
        assert_eq!(object["additionalProperties"], json!(false), "{object}");
        let required: BTreeSet<&str> =
            object["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let named: BTreeSet<&str> =
            object["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        assert_eq!(required, named, "{object}");
    }
}

#[test]
fn what_is_broken_is_not_valid() {
    let validator = validator();
    let model = on_show::scene("nutshell");
    let show = on_show::shown(&model);
    let right = run_of(show, Stretch::slides(show, 0, 4), Origin::of("title x"));
    check(&validator, &right, "unbroken");
    let broken = |about: &str, change: &dyn Fn(&mut Value)| {
        let mut run = right.clone();
        change(&mut run);
        assert!(run != right, "{about}: nothing was changed");
        assert!(!validator.is_valid(&run), "{about} is valid");
    };
    for key in right.as_object().expect("an object").keys() {
        broken(&format!("without {key}"), &|run| drop(run.as_object_mut().expect("an object").remove(key)));
    }
    for key in ["time", "kind", "message", "node", "outcome", "because"] {
        broken(&format!("event without {key}"), &|run| {
            drop(run["events"][3].as_object_mut().expect("an object").remove(key));
        });
    }
    for (pointer, wrong) in [
        ("/format", json!(2)),
        ("/time", json!("4000")),
        ("/time", json!(-1)),
        ("/time", json!(1.5)),
        ("/more", json!(1)),
        ("/seed", json!(4_294_967_296_u64)),
        ("/model", json!("poll")),
        ("/nodes", json!([])),
        ("/nodes/0/roles", json!(["king"])),
        ("/nodes/0/up", json!("yes")),
        ("/nodes/0/name", json!("a-b")),
        ("/nodes/2/promised", json!(5)),
        ("/events/0/kind", json!("explode")),
        ("/events/0/outcome", json!("promised")),
        ("/events/0/because", json!("")),
        ("/events/1/message", json!(null)),
        ("/events/1/message/kind", json!("ACCEPTED")),
        ("/events/1/message/id", json!("five")),
        ("/slides/0/say", json!("hello")),
        ("/chosen/0/slot", json!(-1)),
    ] {
        broken(&format!("{wrong} at {pointer}"), &|run| match run.pointer_mut(pointer) {
            Some(place) => *place = wrong.clone(),
            None => run[&pointer[1..]] = wrong.clone(),
        });
    }
}
