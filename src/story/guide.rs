//! What leads through the scenes: the contents, the second deck, what people get wrong, and what to try. Each is a
//! text of `static/course`, fetched when it is asked for: records between blank lines, a word and its
//! text a line, `#` before what is not for readers.

use crate::story::language::tr;

/// How many misreadings there are in the list of what people get wrong.
pub const MISREADINGS: u8 = 32;

/// One of the texts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Guide {
    /// What each scene shows, and its slides.
    Contents,
    /// The second deck: the rules, each missed before it is given.
    Scratch,
    /// Misreadings, and the scenes that answer them.
    Misreadings,
    /// What the scenes ask, chapter by chapter.
    Questions,
    /// What a reader can try to reach.
    Objectives,
}

/// A scene in the contents.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    /// Its id.
    pub scene: String,
    /// What it shows.
    pub about: String,
    /// The titles of its slides.
    pub slides: Vec<String>,
    /// What else it can be found by: the other words of its narration, and of the misreadings that it answers.
    pub words: String,
}

/// A scene of the second deck, and the step to which it belongs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// The step, from 1.
    pub step: usize,
    /// What the step is called.
    pub title: String,
    /// What to predict before it is run.
    pub predict: String,
    /// What remains when all its scenes have run.
    pub line: String,
    /// The scene to run.
    pub scene: String,
    /// Whether it leads to the exercise in which the two jobs of phase 1 are set on and off.
    pub designs: bool,
    /// Whether it is the first of its step.
    pub is_first: bool,
    /// Whether it is the last of its step.
    pub is_last: bool,
}

/// Something that people get wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Misreading {
    /// What they think.
    pub wrong: String,
    /// What is so instead.
    pub right: String,
    /// The scenes that show it.
    pub scenes: Vec<String>,
}

/// What a scene asks its readers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quiz {
    /// The scene.
    pub scene: String,
    /// Its questions, in order.
    pub questions: Vec<Posed>,
}

/// A question in the list of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Posed {
    /// Its number in the scene, from 1.
    pub number: usize,
    /// The slide in which it is asked, from 1.
    pub slide: usize,
    /// The misreading that it is about, by its number in their list, from 1.
    pub about: Option<u8>,
    /// What is asked.
    pub text: String,
}

/// Something to reach in a scene.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Aim {
    /// The scene.
    pub scene: String,
    /// What is to be reached.
    pub text: String,
    /// With how many acts at most, in words; empty for any number.
    pub within: String,
}

impl Guide {
    /// All of them.
    pub const ALL: [Guide; 5] =
        [Guide::Contents, Guide::Scratch, Guide::Misreadings, Guide::Questions, Guide::Objectives];

    /// The name of its file, without the ending.
    pub fn file(self) -> &'static str {
        match self {
            Guide::Contents => "contents",
            Guide::Scratch => "from-scratch",
            Guide::Misreadings => "misreadings",
            Guide::Questions => "questions",
            Guide::Objectives => "objectives",
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Guide::Contents => tr!("Contents"),
            Guide::Scratch => tr!("Paxos from scratch"),
            Guide::Misreadings => tr!("What people get wrong"),
            Guide::Questions => tr!("Test yourself"),
            Guide::Objectives => tr!("Try it"),
        }
    }
}

/// A record: its words and their texts, in order.
struct Record<'a>(Vec<(&'a str, &'a str)>);

impl Record<'_> {
    fn all(&self, word: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| *known == word).map(|(_, text)| text.to_string()).collect()
    }

    fn first(&self, word: &str) -> String {
        self.all(word).into_iter().next().unwrap_or_default()
    }
}

fn records(text: &str) -> impl Iterator<Item = Record<'_>> {
    text.split("\n\n").filter_map(|block| {
        let lines = block.lines().filter(|line| !line.starts_with('#'));
        let entries: Vec<(&str, &str)> = lines.filter_map(|line| line.trim_end().split_once(' ')).collect();
        (!entries.is_empty()).then_some(Record(entries))
    })
}

/// The contents.
pub fn contents(text: &str) -> Vec<Summary> {
    let summary = |record: Record| Summary {
        scene: record.first("scene"),
        about: record.first("about"),
        slides: record.all("slide"),
        words: record.first("words"),
    };
    records(text).map(summary).collect()
}

/// The text of the contents, which [`contents`] reads.
pub fn contents_text(summaries: &[Summary]) -> String {
    let mut text = String::from("# Made from the heads of the scenes; a test holds the two equal.\n");
    for Summary { scene, about, slides, words } in summaries {
        text.push_str(&format!("\nscene {scene}\nabout {about}\n"));
        text.extend(slides.iter().map(|title| format!("slide {title}\n")));
        text.push_str(&format!("words {words}\n"));
    }
    text
}

/// The stops of the second deck, in order.
pub fn stops(text: &str) -> Vec<Stop> {
    let mut stops = Vec::new();
    for (place, record) in records(text).enumerate() {
        let scenes = record.all("scene");
        let last = scenes.len().saturating_sub(1);
        stops.extend(scenes.into_iter().enumerate().map(|(at, scene)| Stop {
            step: place + 1,
            title: record.first("step"),
            predict: record.first("predict"),
            line: record.first("line"),
            scene,
            designs: record.first("exercise") == "ask-and-fence",
            is_first: at == 0,
            is_last: at == last,
        }));
    }
    stops
}

/// What people get wrong.
pub fn misreadings(text: &str) -> Vec<Misreading> {
    let misreading = |record: Record| Misreading {
        wrong: record.first("wrong"),
        right: record.first("right"),
        scenes: record.all("scene"),
    };
    records(text).map(misreading).collect()
}

/// What the scenes ask, in the order of the course.
pub fn questions(text: &str) -> Vec<Quiz> {
    let quiz = |record: Record| Quiz {
        scene: record.first("scene"),
        questions: record.all("ask").iter().filter_map(|line| posed(line)).collect(),
    };
    records(text).map(quiz).collect()
}

/// `2 5 28 TEXT`: the second question, in slide 5, about misreading 28, or `-` for none.
fn posed(line: &str) -> Option<Posed> {
    let mut parts = line.splitn(4, ' ');
    let (number, slide) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let (about, text) = (parts.next()?.parse().ok(), parts.next()?.to_string());
    Some(Posed { number, slide, about, text })
}

/// The text of the list of questions, which [`questions`] reads.
pub fn questions_text(quizzes: &[Quiz]) -> String {
    let mut text = String::from(
        "# Made from the scenes; a test holds the two equal. A question: its number, its slide, its misreading, what is asked.\n",
    );
    for Quiz { scene, questions } in quizzes {
        text.push_str(&format!("\nscene {scene}\n"));
        for Posed { number, slide, about, text: asked } in questions {
            let about = about.map_or("-".to_string(), |about| about.to_string());
            text.push_str(&format!("ask {number} {slide} {about} {asked}\n"));
        }
    }
    text
}

/// What there is to reach.
pub fn aims(text: &str) -> Vec<Aim> {
    let aim = |record: Record| Aim {
        scene: record.first("scene"),
        text: record.first("objective"),
        within: record.first("within"),
    };
    records(text).map(aim).collect()
}

/// The text that [`aims`] reads.
pub fn aims_text(aims: &[Aim]) -> String {
    let mut text = String::from("# Made from the heads of the scenes; a test holds the two equal.\n");
    for Aim { scene, text: objective, within } in aims {
        text.push_str(&format!("\nscene {scene}\nobjective {objective}\n"));
        if !within.is_empty() {
            text.push_str(&format!("within {within}\n"));
        }
    }
    text
}
