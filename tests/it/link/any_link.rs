//! Whatever a link is, one comes of it: written links read back, and others never panic and are told about.

use super::{config, pairs, read};
use paxos_explainer::check::{Finding, Subject};
use paxos_explainer::link::acts::{FORMS, Told};
use paxos_explainer::link::keys::KEYS;
use paxos_explainer::link::look::{Lang, Look, View, Views, Word};
use paxos_explainer::link::{Link, Place, ScriptText};
use paxos_explainer::player::Setup;
use paxos_explainer::player::breaking::{Amount, Start};
use paxos_explainer::story::When;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn word<W: Word + std::fmt::Debug + Sync>() -> impl Strategy<Value = Option<W>> {
    of(select(W::ALL))
}

fn when() -> impl Strategy<Value = When> {
    (any::<u32>(), of(0usize..1000)).prop_map(|(time, nth)| When { time, nth })
}

fn told() -> impl Strategy<Value = Told> {
    (when(), select(FORMS.to_vec())).prop_map(|(at, form)| Told { at, text: form.text.to_string() })
}

fn script() -> impl Strategy<Value = ScriptText> {
    let letters = "([A-Za-z0-9_-]{4}){0,4}[A-Za-z0-9_-]{2,4}";
    prop_oneof![letters.prop_map(ScriptText::Plain), letters.prop_map(ScriptText::Deflated)]
}

fn look() -> impl Strategy<Value = Look> {
    let lang = prop_oneof![Just(Lang::Auto), "[b-z]{2,3}(-[A-Z]{2})?".prop_map(Lang::Tag)];
    let view = of(vec(select(View::ALL), 1..4).prop_map(Views::of));
    let first = (word(), word(), word(), word(), of(25u32..=400), word(), word());
    let rest = (word(), of(lang), view, word(), word(), word(), word(), of("[A-Za-z0-9_-]{1,64}"));
    (first, rest).prop_map(|(first, rest)| {
        let (ui, interact, autoplay, looped, speed, theme, motion) = first;
        let (names, lang, view, captions, links, keys, ask, id) = rest;
        Look { ui, interact, autoplay, looped, speed, theme, motion, names, lang, view, captions, links, keys, ask, id }
    })
}

fn setup() -> impl Strategy<Value = Setup> {
    let amount = (select(&Amount::ALL[..]), of(any::<u8>()));
    let off = [Subject::Decision, Subject::Log].map(|subject| vec(select(Setup::rules(subject).concat()), 0..4));
    let [decision, log] = off;
    let off = prop_oneof![decision, log];
    let start = select(vec![Start::Beginning, Start::Here]);
    (off, vec(amount, 0..4), of(select(&Finding::ALL[..])), start).prop_map(|(off, amounts, sought, start)| {
        let mut setup = Setup::default();
        off.into_iter().for_each(|variant| setup.switch(variant));
        amounts.into_iter().for_each(|(amount, number)| setup.put(amount, number));
        setup.sought = sought.filter(|sought| sought.has_its_place(setup.subject));
        setup.start = start;
        setup
    })
}

fn link() -> impl Strategy<Value = Link> {
    let ids = proptest::collection::btree_set("[a-z0-9_-]{1,12}", 0..4);
    let place = prop_oneof![when().prop_map(Place::When), (0u8..=100).prop_map(Place::Percent)];
    let src = "(https://example\\.org|\\.\\.)?(/[!-~é猫]{1,9}){1,3}";
    let ids_of = (of("[a-z0-9-]{1,64}"), of("[a-z0-9-]{1,64}"), ids);
    let what = (ids_of, of(src), of(script()), of(1usize..10_000));
    let how = (of(place), vec(told(), 0..5), of(any::<u32>()), look());
    let found = of((select(&Finding::ALL[..]), 1u32..=999));
    (what, how, of(setup()), found).prop_map(
        |(((scene, objective, scenes), src, script, slide), (at, acts, seed, look), breaking, found)| {
            let scenes = scenes.into_iter().collect();
            Link { scene, objective, scenes, src, script, slide, at, acts, seed, breaking, found, look }
        },
    )
}

/// How many keys an address gives.
fn given(address: &str) -> usize {
    let pairs = pairs(address);
    KEYS.iter().filter(|key| pairs.iter().any(|(name, _)| name == key.name)).count()
}

/// Reads whatever it is. What is left out is told with its key, once, and what is read reads back.
fn survives(address: &str) {
    let (link, notices) = read(address);
    let written = link.write();
    let (again, none) = read(&written);
    assert_eq!((&again, &none), (&link, &Vec::new()), "{address:?} -> {written}");
    let kept = given(&written);
    let is_of_key =
        |notice: &&String| KEYS.iter().any(|key| notice.starts_with(&format!("In the link, {} ", key.name)));
    assert_eq!(notices.iter().filter(is_of_key).count(), notices.len(), "{notices:?}");
    // A log may be kept in part, and one without acts is as none.
    let logs = usize::from(pairs(address).iter().any(|(name, _)| name == "do"));
    assert!(
        given(address) <= kept + notices.len() + logs && kept + notices.len() <= given(address) + logs,
        "{address:?}"
    );
    for notice in notices {
        assert!(notice.chars().count() < 1200 && !notice.contains(|c: char| c.is_control()), "{notice:?}");
    }
}

/// What is done to the bytes of an address.
#[derive(Clone, Debug)]
enum Harm {
    Cut(usize),
    Flip(usize, u8),
    Put(usize, Vec<u8>),
    Repeat(usize, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let hostile: Vec<&[u8]> = vec![
        b"%",
        b"%00",
        b"%0A",
        b"%FF",
        b"%C3",
        b"\xff\xfe",
        b"&",
        b"=",
        b"#",
        b"~",
        b":",
        b".",
        b"-",
        b"-2",
        b"-FF",
        b"-0A",
        b"-22",
        b"+",
        b"\0",
        b"do=",
        b"99999999999999999999",
        b"%E2%80%AE",
        b"\xf0\x9f\x90\x88",
        b"script=z.",
        b"&t=%",
        b"_",
        b"<script>",
        b"'\"",
        b"1:crash.A1~",
    ];
    prop_oneof![
        any::<usize>().prop_map(Harm::Cut),
        (any::<usize>(), any::<u8>()).prop_map(|(at, bits)| Harm::Flip(at, bits)),
        (any::<usize>(), select(hostile)).prop_map(|(at, bytes)| Harm::Put(at, bytes.to_vec())),
        (any::<usize>(), 1usize..40).prop_map(|(at, many)| Harm::Repeat(at, many)),
    ]
}

fn harmed(address: &str, harms: &[Harm]) -> String {
    let mut bytes = address.as_bytes().to_vec();
    for harm in harms {
        let end = bytes.len() + 1;
        match harm {
            Harm::Cut(at) => bytes.truncate(at % end),
            Harm::Flip(at, bits) if 1 < end => bytes[at % (end - 1)] ^= bits,
            Harm::Flip(..) => {}
            Harm::Put(at, more) => drop(bytes.splice(at % end..at % end, more.iter().copied())),
            Harm::Repeat(at, many) => {
                let part = bytes[at % end..].iter().copied().take(*many).collect::<Vec<u8>>();
                bytes.splice(at % end..at % end, part);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn link_reads_back_as_it_was_written(link in link()) {
        let written = link.write();
        prop_assert!(written.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>#?()".contains(&byte)), "{}", written);
        prop_assert_eq!(read(&written), (link, Vec::new()));
    }

    #[test]
    fn harmed_link_is_survived(link in link(), harms in vec(harm(), 1..5)) {
        survives(&harmed(&link.write(), &harms));
    }

    #[test]
    fn any_text_is_survived(text in "\\PC{0,80}|[ -~]{0,80}") {
        survives(&text);
    }

    #[test]
    fn any_value_of_any_key_is_survived(
        key in select(KEYS.iter().map(|key| key.name).collect::<Vec<_>>()),
        value in vec(any::<u8>(), 0..40),
    ) {
        let value: String = form_urlencoded::byte_serialize(&value).collect();
        survives(&format!("{key}={value}"));
    }
}

#[test]
fn every_beginning_of_every_frozen_link_is_survived() {
    for (_, address, _) in super::frozen::all() {
        for (end, _) in address.char_indices() {
            survives(&address[..end]);
        }
    }
}
