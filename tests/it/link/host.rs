//! An instance and its host: what is asked is done or refused in words, what has happened is told, and the reference
//! says what is so.

mod any_message;
mod reference;
mod told;

use crate::on_show;
use paxos_explainer::link::host::{Answer, Plain, carry_out, of_call};
use paxos_explainer::player::{Model, Msg, Source};

/// What a call gives, at once or when the scene has come that it asks for; or the sentence that refuses it.
fn call(model: &mut Model, method: &str, arguments: &[Plain]) -> Result<Plain, String> {
    let carried = carry_out(model, of_call(method, arguments.to_vec())?);
    for effect in carried.effects {
        if let paxos_explainer::player::Effect::Fetch(Source::Course(id), opening) = effect {
            let text = on_show::text_of(&id);
            model.update(Msg::Loaded { id: Source::Course(id), text, opening });
        }
    }
    match carried.answer {
        Answer::Plain(plain) => Ok(plain),
        Answer::Run(show, until) => Ok(Plain::from(format!("{} to {until:?}", show.scene.script.title))),
        Answer::RunText(show, _) => Ok(Plain::from(show.scene.script.title.as_str())),
        Answer::WhenOpened(_) => paxos_explainer::link::host::opened(model),
        Answer::No(why) => Err(why),
    }
}

fn object(fields: &[(&str, Plain)]) -> Plain {
    Plain::Fields(fields.iter().map(|(name, value)| (name.to_string(), value.clone())).collect())
}

#[test]
fn every_method_is_known_and_every_other_refused() {
    let mut model = on_show::scene("phase-1");
    for method in paxos_explainer::link::host::METHODS.iter().filter(|method| method.name != "destroy") {
        let said = call(&mut model, method.name, &[]);
        let is_known = said.as_ref().err().is_none_or(|why| !why.contains("There is no method"));
        assert!(is_known, "{}: {said:?}", method.name);
    }
    let said = call(&mut model, "stepforward", &[]).unwrap_err();
    assert!(
        said.starts_with("There is no method \"stepforward\"; expected") && said.contains("did you mean"),
        "{said}"
    );
}

#[test]
fn host_goes_where_a_marker_stands() {
    let mut model = on_show::scene("nutshell");
    let ready = call(&mut model, "ready", &[]).unwrap();
    let Some(Plain::List(markers)) = ready.get("markers") else { panic!("{ready:?}") };
    for marker in markers {
        let (id, time) = (marker.get("id").unwrap().clone(), marker.get("time").unwrap().clone());
        call(&mut model, "seek", &[object(&[("marker", id.clone())])]).unwrap();
        let at = on_show::shown(&model).at.time;
        assert_eq!(Plain::from(at), time, "{id:?}");
    }
    let ids: Vec<_> = markers.iter().filter_map(|marker| marker.get("id")?.text()).collect();
    assert!(ids.contains(&"chosen") && ids.contains(&"learned") && ids.contains(&"slide-2"), "{ids:?}");
}

#[test]
fn marker_of_a_slide_shows_that_slide_where_two_begin_together() {
    let mut model = on_show::scene("consensus");
    let slides = on_show::shown(&model).scene.slides.len();
    for slide in 1..=slides {
        call(&mut model, "seek", &[object(&[("marker", format!("slide-{slide}").into())])]).unwrap();
        assert_eq!(on_show::shown(&model).slide + 1, slide);
    }
}

#[test]
fn state_that_was_got_is_set_again_on_the_scene_as_it_was_written() {
    let mut model = on_show::scene("phase-1");
    call(&mut model, "seek", &[300.into()]).unwrap();
    call(&mut model, "act", &["crash".into(), "A2".into()]).unwrap();
    call(&mut model, "seek", &["100%".into()]).unwrap();
    call(&mut model, "act", &["propose".into(), "P1".into(), "black cat".into()]).unwrap();
    let state = call(&mut model, "getState", &[]).unwrap();
    assert!(state.text().unwrap().contains("propose.P1.black-20cat"), "{state:?}");
    let world = on_show::shown(&model).recording().at(on_show::shown(&model).end());
    call(&mut model, "reset", &[]).unwrap();
    assert_eq!(call(&mut model, "getState", &[]).unwrap(), "".into());
    call(&mut model, "setState", std::slice::from_ref(&state)).unwrap();
    assert_eq!(call(&mut model, "getState", &[]).unwrap(), state);
    let again = on_show::shown(&model).recording().at(on_show::shown(&model).end());
    assert_eq!(world, again);
}

#[test]
fn act_that_cannot_be_done_changes_nothing_and_says_why() {
    let mut model = on_show::scene("phase-1");
    let said = call(&mut model, "act", &["restart".into(), "A2".into()]).unwrap_err();
    assert!(said.starts_with("act: ") && said.contains("A2"), "{said}");
    assert_eq!(model.notice, None, "the reader did nothing that could be refused");
    assert_eq!(call(&mut model, "getState", &[]).unwrap(), "".into());
}

#[test]
fn exports_are_those_of_the_command() {
    let mut model = on_show::scene("nutshell");
    let text = call(&mut model, "exportAs", &["text".into()]).unwrap();
    let golden = include_str!("../../golden/transcripts/nutshell.txt");
    assert_eq!(text.text(), Some(golden));
    call(&mut model, "seek", &[300.into()]).unwrap();
    call(&mut model, "act", &["crash".into(), "A1".into()]).unwrap();
    let scene = call(&mut model, "exportAs", &["scene".into()]).unwrap();
    let mut own = on_show::begun(scene.text().unwrap());
    let told = call(&mut model, "exportAs", &["text".into()]).unwrap();
    let again = call(&mut own, "exportAs", &["text".into()]).unwrap();
    // The scene has the slide that was left with all that is said on it.
    let rows =
        |text: &str| text.split_once("\n3. By hand").and_then(|(_, own)| own.split_once('\n')).unwrap().1.to_string();
    assert_eq!(rows(again.text().unwrap()), rows(told.text().unwrap()));
    assert!(rows(told.text().unwrap()).contains("crash"), "{told:?}");
}
