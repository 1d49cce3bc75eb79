//! A link to what is on show opens the same moment on another page.

use crate::branch::{Dice, json, state, wish};
use crate::scenes::texts;
use paxos_explainer::link::{Carries, Link, Opens};
use paxos_explainer::player::{Act, Model, Msg, Opening, Show, Source};
use proptest::prelude::*;
use serde_json::Value as Json;

fn show(model: &Model) -> &Show {
    model.show().unwrap_or_else(|| panic!("a scene is on show: {:?}", model.stage))
}

/// What is to be the same on both pages.
fn shown(model: &Model) -> (Json, usize, bool) {
    let show = show(model);
    let branch = show.branch();
    (state(&json(&branch.names, &show.scene, &branch, show.at)), show.slide, show.is_own())
}

/// A page that has been opened by a link, with the text that the link carries or names.
fn followed(address: &str, carries: &Carries, text: &str) -> Model {
    let (link, notices) = super::read(address);
    assert_eq!(notices, Vec::<String>::new(), "{address}");
    let source = match (carries, link.opens()) {
        (Carries::Named, (Some(Opens::Source(source)), None)) => source,
        (Carries::Text(text), _) => Source::Text(text.clone()),
        odd => panic!("{address} opens {odd:?}"),
    };
    let (mut model, _) = Model::new(source.clone(), link.opening());
    model.update(Msg::Loaded { id: source, text: text.to_string(), opening: link.opening() });
    assert_eq!(model.told, Vec::<String>::new(), "{address}");
    model
}

#[test]
fn link_to_what_is_on_show_opens_the_same_moment() {
    let (mut own, mut longest) = (0, 0);
    for (number, (id, text)) in (0_u32..).zip(texts()) {
        for seed in 0..6 {
            let mut dice = Dice::of(500_000 + number * 100 + seed);
            let (mut model, _) = Model::new(id.as_str(), Opening::Start);
            model.update(Msg::Loaded { id: id.as_str().into(), text: text.clone(), opening: Opening::Start });
            for _ in 0..dice.pick(&[0, 2, 6]) {
                model.update(Msg::Seek(dice.below(show(&model).end().time as usize + 1) as u32));
                for _ in 0..dice.below(3) {
                    model.update(Msg::StepForward);
                }
                let said = wish(&show(&model).scene, &show(&model).branch(), show(&model).at, &mut dice);
                model.update(Msg::Act(Act::Say(said)));
            }
            let (link, carries) = Link::default().to(show(&model));
            let address = link.write();
            assert_eq!(shown(&followed(&address, &carries, &text)), shown(&model), "{id}, seed {seed}: {address}");
            own += u32::from(show(&model).is_own());
            longest = longest.max(address.len());
        }
    }
    assert!(200 < own, "only {own} runs of a viewer's own");
    assert!(longest < 1500, "{longest} letters for some six acts");
}

/// What the contract promises of a link: 20 acts stay under 600 characters.
#[test]
fn link_with_twenty_acts_stays_short() {
    let (mut model, _) = Model::new("phase-1", Opening::Start);
    let text = texts().into_iter().find(|(id, _)| id == "phase-1").expect("the scene is there").1;
    model.update(Msg::Loaded { id: "phase-1".into(), text, opening: Opening::Start });
    for nth in 0..10 {
        model.update(Msg::Act(Act::Say("crash A2".to_string())));
        model.update(Msg::Seek(nth * 97 + 50));
        model.update(Msg::Act(Act::Say("restart A2".to_string())));
    }
    let address = Link::default().to(show(&model)).0.write();
    assert_eq!(show(&model).branch().acts.len(), 20, "{address}");
    assert!(address.len() < 600, "{} characters: {address}", address.len());
}

/// A link that has been damaged on its way.
fn damaged() -> impl Strategy<Value = String> {
    let whole =
        prop::sample::select(super::frozen::all().into_iter().map(|(_, address, _)| address).collect::<Vec<_>>());
    let odd = prop::sample::select(vec![
        "\u{0}",
        "%",
        "%FF",
        "~",
        ":",
        "<script>",
        "&",
        "=",
        "#",
        "'\"",
        "9999999999",
        "é",
        "_",
    ]);
    (whole, prop::collection::vec((any::<prop::sample::Index>(), odd, 0..4usize), 1..4)).prop_map(|(whole, blows)| {
        blows.into_iter().fold(whole, |link, (place, odd, how)| {
            let letters: Vec<char> = link.chars().collect();
            let at = place.index(letters.len().max(1)).min(letters.len());
            let (before, after): (String, String) = (letters[..at].iter().collect(), letters[at..].iter().collect());
            match how {
                0 => before,
                1 => format!("{before}{odd}{after}"),
                2 => format!("{before}{}", after.chars().skip(1).collect::<String>()),
                _ => format!("{before}{after}{after}"),
            }
        })
    })
}

proptest! {
    #![proptest_config(super::config(400))]

    /// Whatever has happened to a link: a scene is shown, and what could not be read or done is told.
    #[test]
    fn damaged_link_opens_a_scene_and_says_what_is_wrong(address in damaged()) {
        let (link, mut told) = super::read(&address);
        let (opens, notice) = link.opens();
        told.extend(notice);
        let source = match opens {
            Some(Opens::Source(source @ Source::Course(_))) => source,
            _ => Source::Course("consensus".to_string()),
        };
        let text = texts().into_iter().find(|(id, _)| id == source.id()).map(|(_, text)| text);
        prop_assert!(text.is_some(), "{address} opens {source:?}");
        let (mut model, _) = Model::new(source.clone(), link.opening());
        model.update(Msg::Loaded { id: source, text: text.unwrap_or_default(), opening: link.opening() });
        prop_assert!(model.show().is_some(), "{}: {:?}", address, model.stage);
        told.extend(model.told.clone());
        let done = show(&model).branch().acts.len();
        prop_assert!(done == link.acts.len() || !told.is_empty(), "{address}: {done} of {} acts, and nothing is said", link.acts.len());
        prop_assert!(told.iter().all(|told| told.len() < 1500), "{told:?}");
        let again = show(&model);
        prop_assert!(again.at <= again.end() && again.slide < again.scene.slides.len());
    }
}
