//! Each key by itself, and how keys go together.

use super::{read, right};
use paxos_explainer::link::keys::{KEYS, REFERENCE};
use paxos_explainer::link::look::{Interact, Keys, Lang, Look, Motion, Switch, Theme, Ui, View, Views, Word};
use paxos_explainer::link::{Link, Place, ScriptText, VALUE_BYTES_MAX};
use paxos_explainer::story::When;
use paxos_explainer::story::words::Vocabulary;
use std::collections::BTreeSet;

/// Addresses with one key each, which are read, and written as they are.
const PLAIN: [&str; 59] = [
    "scene=case-accept-first",
    "objective=try-free",
    "scenes=consensus,nutshell",
    "src=notes/mine.paxos",
    "src=https://example.org/a.paxos",
    "script=dGl0bGUgdA",
    "script=z.K8ksyUlVKAEA",
    "slide=2",
    "t=97",
    "t=97_2",
    "t=97_0",
    "t=50%25",
    "do=97:crash.A2~291:propose.P1.x~388_2:drop.PREPARE.5.P1.A3",
    "seed=0",
    "seed=4294967295",
    "break=paxos",
    "break=value-own,from-here",
    "found=two-chosen-14",
    "found=learned-differently-27",
    "break=accept-without-promising",
    "break=gaps-left,ballots-1,replicas-5,requests-3,beats-1,seek-executed-twice",
    "break=log",
    "break=log,clients-1",
    "break=value-own,learn-on-promises,acceptors-5,ballots-4,crashes-0,seek-learned-differently",
    "ui=full",
    "ui=player",
    "ui=minimal",
    "ui=none",
    "interact=all",
    "interact=step",
    "interact=none",
    "autoplay=0",
    "autoplay=1",
    "loop=0",
    "loop=1",
    "speed=0.25",
    "speed=1",
    "speed=1.5",
    "speed=4",
    "theme=auto",
    "theme=light",
    "theme=dark",
    "theme=projector",
    "theme=print",
    "motion=auto",
    "motion=full",
    "motion=reduced",
    "names=talk",
    "names=lamport",
    "names=mit",
    "lang=auto",
    "lang=pt-BR",
    "view=stage,log",
    "captions=0",
    "links=0",
    "ask=1",
    "keys=own",
    "keys=forward",
    "id=left_figure-2",
];

/// A value of each key that cannot be read, and what is said.
const WRONG: [(&str, &str); 59] = [
    ("scene=", "is \"\"; expected the id of a scene"),
    ("objective=a/b", "is \"a/b\"; expected the id of a scene"),
    ("scene=../secret", "is \"../secret\"; expected the id of a scene"),
    ("scenes=a,,b", "expected ids of scenes with commas"),
    ("scenes=a,b,a", "expected each scene once, and a stands there twice"),
    ("src=", "expected the address of a .paxos file"),
    ("src=javascript:alert(1)", "is \"javascript:alert(1)\"; expected the address of a .paxos file"),
    ("src=java%0Ascript:alert(1)", "is \"java\\u{a}script:alert(1)\""),
    ("src=%20javascript:alert(1)", "without spaces"),
    ("src=data:text/plain,title", "https://"),
    ("src=file:///etc/passwd", "https://"),
    ("script=", "expected the text of a scene in base64url"),
    ("script=z.", "expected the text of a scene in base64url"),
    ("script=dGl0*GUg", "is \"dGl0*GUg\"; expected the text of a scene in base64url"),
    ("script=dGl0bGUgdA====", "base64url"),
    ("script=dGl0b", "to its end"),
    ("slide=0", "is \"0\"; expected the number of a slide, from 1"),
    ("slide=-1", "from 1"),
    ("slide=two", "from 1"),
    ("slide=99999999999999999999", "from 1"),
    ("t=", "expected a moment in milliseconds such as 97 or 97_2"),
    ("t=1.5s", "expected a moment"),
    ("t=101%25", "from 0% to 100%"),
    ("t=-1", "expected a moment"),
    ("t=97_", "expected a moment"),
    ("seed=4294967296", "a whole number from 0 to 4294967295"),
    ("seed=-1", "a whole number"),
    ("ui=palyer", "is \"palyer\"; expected full, player, minimal or none (did you mean \"player\"?)."),
    ("interact=yes", "expected all, step or none."),
    ("autoplay=true", "expected 0 or 1"),
    ("autoplay", "is \"\"; expected 0 or 1"),
    ("loop=2", "expected 0 or 1"),
    ("speed=0.2", "a number from 0.25 to 4"),
    ("speed=4.01", "a number from 0.25 to 4"),
    ("speed=1.", "at most two decimals"),
    ("speed=1.333", "at most two decimals"),
    ("theme=drak", "expected auto, light, dark, projector or print (did you mean \"dark\"?)."),
    ("motion=none", "expected auto, full or reduced."),
    ("names=lampert", "expected talk, lamport or mit (did you mean \"lamport\"?)."),
    ("lang=english!", "the tag of a language"),
    ("lang=e", "the tag of a language"),
    ("view=stage,baord", "expected any of stage, time, board or log (did you mean \"board\"?)."),
    ("captions=no", "expected 0 or 1"),
    ("links=no", "expected 0 or 1"),
    ("ask=no", "expected 0 or 1"),
    ("keys=host", "expected own or forward."),
    (
        "break=accept-alwys",
        "is \"accept-alwys\"; expected paxos, or ask-and-fence, or variants of rules such as value-own",
    ),
    ("break=paxos,accept-alwys", "with commas between them (did you mean \"accept-always\"?)."),
    ("break=acceptors-9", "expected paxos"),
    ("break=skips-prepare", "expected paxos"),
    ("break=value-own,gaps-left", "is \"gaps-left\", which does not go with a rule of a single decision"),
    ("break=value-own,log", "is \"log\", which does not go with a rule of a single decision"),
    ("break=acceptors-5,gaps-left", "is \"acceptors-5\", which means nothing where replicas keep a log"),
    (
        "break=paxos,seek-both-choosable,log",
        "is \"seek-both-choosable\", which means nothing where replicas keep a log",
    ),
    (
        "break=seek-executed-twice",
        "is \"seek-executed-twice\", which means something only with log, where replicas keep one",
    ),
    ("found=two-chosen", "is \"two-chosen\"; expected what was found and in how many actions, such as two-chosen-14."),
    ("found=two-chosen-0", "such as two-chosen-14"),
    ("found=three-chosen-14", "such as two-chosen-14"),
    ("id=a%20b", "is \"a b\"; expected 1 to 64 letters, digits, _ or -."),
];

#[test]
fn link_is_written_as_it_was_read() {
    for address in PLAIN {
        assert_eq!(right(address).write(), address);
    }
    let all = "scene=duel&slide=2&t=97&do=97:crash.A2&seed=7&ui=player&theme=dark&view=time&id=a";
    assert_eq!(right(all).write(), all);
}

#[test]
fn bad_value_is_told_with_its_key_and_left_out() {
    for (address, said) in WRONG {
        let (link, notices) = read(address);
        let (key, _) = address.split_once('=').unwrap_or((address, ""));
        assert_eq!(link, Link::default(), "{address}");
        let [notice] = &notices[..] else { panic!("{address}: {notices:?}") };
        assert!(notice.starts_with(&format!("In the link, {key} is ")) && notice.contains(said), "{address}: {notice}");
        assert!(notice.ends_with(". It is left out."), "{notice}");
        let (others, _) = read(&format!("theme=dark&{address}&slide=2"));
        assert_eq!(others.slide.or(others.look.theme.map(|_| 2)), Some(2), "what stands beside it is read");
    }
}

#[test]
fn every_key_has_a_right_and_a_wrong_value_here() {
    let key = |address: &str| address.split('=').next().map(str::to_string);
    let all: BTreeSet<String> = KEYS.iter().map(|key| key.name.to_string()).collect();
    let right: BTreeSet<String> = PLAIN.iter().filter_map(|address| key(address)).collect();
    let wrong = WRONG.iter().filter_map(|(address, _)| key(address)).chain(["do".to_string()]);
    assert_eq!((all.len(), &all), (KEYS.len(), &right), "each key once");
    assert_eq!(all, wrong.collect());
}

#[test]
fn later_value_of_a_key_counts() {
    assert_eq!(right("?theme=dark&theme=light").look.theme, Some(Theme::Light));
    assert_eq!(right("?scene=duel&slide=2#slide=3&slide=4").slide, Some(4));
    assert_eq!(right("?theme=pink#theme=light").look.theme, Some(Theme::Light), "what does not count is not told");
    let (link, notices) = read("?theme=light#theme=pink");
    assert_eq!((link.look.theme, notices.len()), (None, 1));
}

#[test]
fn unknown_key_is_ignored() {
    assert_eq!(right("?utm_source=mail&Theme=dark&=&&fbclid=%FF#top"), Link::default());
}

#[test]
fn every_key_comes_to_its_place() {
    let address = "?scene=duel&scenes=duel,nutshell&src=a.paxos&script=z.AAAA&slide=3&t=97_2&do=5:heal&seed=9&break=value-own&ui=minimal\
        &interact=step&autoplay=1&loop=1&speed=.5&theme=print&motion=reduced&names=mit&lang=de&view=log,stage\
        &captions=0&links=1&keys=forward&ask=1&id=x#speed=0.50";
    let link = right(address);
    assert_eq!((link.scene.as_deref(), link.scenes.join(" ")), (Some("duel"), "duel nutshell".to_string()));
    assert_eq!(link.src.as_deref(), Some("a.paxos"));
    assert_eq!(link.script, Some(ScriptText::Deflated("AAAA".to_string())));
    assert_eq!((link.slide, link.at), (Some(3), Some(Place::When(When { time: 97, nth: Some(2) }))));
    assert_eq!((link.acts.len(), link.seed), (1, Some(9)));
    assert_eq!(link.breaking.as_ref().map(|setup| setup.off.len()), Some(1));
    let look = Look {
        ui: Some(Ui::Minimal),
        interact: Some(Interact::Step),
        autoplay: Some(Switch::On),
        looped: Some(Switch::On),
        speed: Some(50),
        theme: Some(Theme::Print),
        motion: Some(Motion::Reduced),
        names: Some(Vocabulary::Mit),
        lang: Some(Lang::Tag("de".to_string())),
        view: Some(Views::of([View::Stage, View::Log])),
        captions: Some(Switch::Off),
        links: Some(Switch::On),
        keys: Some(Keys::Forward),
        ask: Some(Switch::On),
        id: Some("x".to_string()),
    };
    assert_eq!(link.look, look);
}

#[test]
fn script_is_read_with_and_without_padding() {
    for address in ["script=dGl0bGUgdA", "script=dGl0bGUgdA==", "script=dGl0bGUgdA%3D%3D"] {
        assert_eq!(right(address).script, Some(ScriptText::Plain("dGl0bGUgdA".to_string())));
    }
    assert_eq!(right("script=z.AAA=").script, Some(ScriptText::Deflated("AAA".to_string())));
}

#[test]
fn percent_is_read_with_a_bare_sign_too() {
    assert_eq!(right("t=50%").at, Some(Place::Percent(50)));
    assert_eq!(right("t=0%25#t=100%").at, Some(Place::Percent(100)));
}

#[test]
fn default_that_is_given_is_kept() {
    // It counts against what the browser keeps of the reader's choice, and against the host's.
    assert_eq!(right("names=talk&ui=full").write(), "ui=full&names=talk");
    assert_eq!(Link::default().write(), "");
}

#[test]
fn value_beyond_the_limit_is_refused_and_told_short() {
    let longest = "A".repeat(VALUE_BYTES_MAX);
    assert!(right(&format!("script={longest}")).script.is_some());
    let (link, notices) = read(&format!("script={longest}A"));
    assert_eq!(link, Link::default());
    assert_eq!(notices, ["In the link, script has 65537 bytes; expected at most 65536. It is left out."]);
    let (_, notices) = read(&format!("theme={}%07", "é\u{202e}".repeat(100)));
    assert!(notices[0].chars().count() < 600 && notices[0].contains("é\\u{202e}é"), "{notices:?}");
    assert!(!notices[0].contains('\u{202e}') && notices[0].contains("…\""));
}

#[test]
fn address_is_encoded_where_a_sign_has_a_meaning() {
    let link = Link { src: Some("a/b.paxos?x=1&y=ü+(2)#'%~:,".to_string()), ..Link::default() };
    assert_eq!(link.write(), "src=a/b.paxos%3Fx%3D1%26y%3D%C3%BC%2B%282%29%23%27%25~:,");
    assert_eq!(right(&link.write()), link);
}

/// Every word of an enum in its key's row, and no other.
fn words_of<W: Word>(name: &str) {
    let key = REFERENCE.iter().find(|key| key.name == name).expect("there is such a key");
    let said: Vec<&str> = key.values.split('`').skip(1).step_by(2).collect();
    assert_eq!(said, W::ALL.iter().map(|word| word.key()).collect::<Vec<_>>(), "{name}");
}

#[test]
fn words_that_are_shown_are_the_words_that_are_read() {
    words_of::<Ui>("ui");
    words_of::<Interact>("interact");
    words_of::<Switch>("autoplay");
    words_of::<Switch>("loop");
    words_of::<Theme>("theme");
    words_of::<Motion>("motion");
    words_of::<Vocabulary>("names");
    words_of::<View>("view");
    words_of::<Switch>("captions");
    words_of::<Switch>("links");
    words_of::<Keys>("keys");
}
