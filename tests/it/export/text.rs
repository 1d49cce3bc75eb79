//! A transcript keeps its columns, and a scene that leaves the page can be read again, whatever values are called.

use crate::export::{hostile, hostile_scene};
use crate::on_show;
use paxos_explainer::export::{Format, Given, Stretch, give};
use paxos_explainer::player::Show;
use unicode_width::UnicodeWidthStr;

fn text_of(show: &Show, format: Format) -> String {
    match give(show, format, Stretch::whole(show)) {
        Ok(Given::Text(text)) => text,
        Ok(Given::Object(_)) => panic!("{format:?} is a text"),
        Err(problem) => panic!("{format:?}: {problem}"),
    }
}

/// The columns at which the bars of a line stand, as unicode-width counts them.
fn bars(line: &str) -> Vec<usize> {
    line.char_indices().filter(|&(_, letter)| letter == '|').map(|(at, _)| line[..at].width()).collect()
}

#[test]
fn columns_of_a_transcript_stay_below_each_other_whatever_values_are_called() {
    let words = [
        "日本語",
        "한국어 값",
        "ｆｕｌｌ",
        "e\u{301}\u{302}\u{303}a",
        "👩‍👩‍👧 🎉",
        "🇨🇭🇨🇭",
        "👍🏽 ok",
        "שלום",
        "ab\tc",
        "a\u{202e}b",
    ];
    for word in words.iter().map(|word| word.to_string()).chain(["日".repeat(60), "e\u{301}".repeat(60)]) {
        let model = on_show::begun(&hostile_scene(&word));
        let transcript = text_of(on_show::shown(&model), Format::Text);
        let heads: Vec<&str> = transcript.lines().filter(|line| line.trim_start().starts_with("time ")).collect();
        assert_eq!(heads.len(), 2, "{transcript}");
        let starts = |line: &str| -> Vec<usize> {
            ["P1", "P2", "A1", "A2", "A3", "L1", "why"]
                .iter()
                .filter_map(|head| Some(line[..line.find(head)?].width()))
                .collect()
        };
        let columns = starts(heads[0]);
        let rows = transcript.lines().filter(|line| 3 <= line.matches('|').count());
        let mut count = 0;
        for line in rows {
            count += 1;
            let odd: Vec<usize> = bars(line).into_iter().filter(|bar| !columns.contains(bar)).collect();
            assert!(odd.is_empty(), "bars at {odd:?} of {columns:?}\n{line}\n{transcript}");
        }
        assert!(10 < count, "{transcript}");
    }
}

#[test]
fn no_line_of_a_transcript_is_longer_than_an_editor_is_wide_whatever_values_are_called() {
    let words = ["x ".repeat(1500), "word".repeat(700), "日".repeat(900)];
    for value in hostile().into_iter().chain(words) {
        let model = on_show::begun(&hostile_scene(value.trim()));
        for line in text_of(on_show::shown(&model), Format::Text).lines() {
            assert!(line.width() < 320, "{} columns: {line}", line.width());
        }
    }
}

#[test]
fn what_is_chosen_once_more_has_no_star() {
    let transcript = text_of(on_show::shown(&on_show::scene("case-vote-on-disk")), Format::Text);
    assert_eq!(transcript.matches("***").count(), 1, "{transcript}");
    assert!(transcript.contains(" a quorum once more"), "{transcript}");
}

/// Nothing in a value begins a line of its own.
#[test]
fn hostile_words_break_no_line_of_a_transcript() {
    let plain = on_show::begun(&hostile_scene("cat"));
    let lines = |text: &str| text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}']).count();
    let starts = |text: &str| text.lines().filter(|line| line.starts_with("At ") || line.starts_with("1. ")).count();
    let wanted = starts(&text_of(on_show::shown(&plain), Format::Text));
    for value in hostile() {
        let model = on_show::begun(&hostile_scene(&value));
        let transcript = text_of(on_show::shown(&model), Format::Text);
        assert_eq!(lines(&transcript), transcript.lines().count() + 1, "{value:.40}");
        assert_eq!(starts(&transcript), wanted, "{value:.40}\n{transcript:.3000}");
    }
}

#[test]
fn scene_and_replay_with_hostile_words_come_to_the_same() {
    for value in hostile() {
        let model = on_show::begun(&hostile_scene(&value));
        let show = on_show::shown(&model);
        for format in [Format::Scene, Format::Replay] {
            // What cannot be read again is refused.
            if 1000 < value.len() && format == Format::Replay {
                assert!(
                    give(show, format, Stretch::whole(show)).is_err_and(|it| it.contains("could not be read again"))
                );
                continue;
            }
            let text = text_of(show, format);
            let again = on_show::begun(&text);
            let again = on_show::shown(&again);
            let about: String = value.chars().take(40).collect();
            assert_eq!(again.recording().world().votes, show.recording().world().votes, "{format:?}: {about}");
            assert_eq!(again.names().values, show.names().values, "{format:?}: {about}");
            assert_eq!(again.scene.script.title, show.scene.script.title, "{format:?}: {about}");
        }
    }
}
