//! The log of what was done: `97:crash.A2~291:propose.P1.x`, each act with its moment.
//!
//! An act is a statement of the scene language in letters that need no encoding in an address. Between the two forms
//! nothing is known of the scene: whether it has such a node, and such a message at that moment, is said by the scene
//! and by the run.

mod code;
mod form;
mod statement;

use super::notice::{expected, shown};
use super::{VALUE_BYTES_MAX, notice};
use crate::story::language::{say, tr};
use crate::story::script::Selector;
use crate::story::{Names, Statement, When, print};
use std::fmt;

pub use form::{FORMS, Form};

/// The most acts that a log may have.
pub const ACTS_MAX: usize = 1000;

/// Something that was done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// When, counted in the run as it was with the acts before this one.
    pub at: When,
    /// What, as a statement of the scene language. It is one line, and has neither a comment nor a second statement.
    pub text: String,
}

/// That a statement has no form in a link: a viewer cannot do it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoForm {
    /// The statement, in the words of the scene language.
    pub text: String,
}

impl fmt::Display for NoForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&say!("`{text}` is nothing that a link can carry", text = self.text))
    }
}

impl Told {
    /// What was done, by a statement of the scene. A link tells messages apart by kind, id and way; a value with
    /// which the statement names one is left out.
    ///
    /// # Errors
    /// The statement is none that a link can carry.
    pub fn of(at: When, statement: &Statement, names: &Names) -> Result<Told, NoForm> {
        let told = Told { at, text: print::statement(&without_value(statement), names) };
        match told.code() {
            Some(_) => Ok(told),
            None => Err(NoForm { text: told.text }),
        }
    }

    /// As it stands in a link, `97:crash.A2`; none for what does not read back as the same.
    #[inline(never)]
    pub fn code(&self) -> Option<String> {
        let arguments = statement::arguments(&self.text)?;
        let is_same = statement::statement(&arguments).is_ok_and(|text| text == self.text);
        let code = || arguments.iter().map(|argument| code::encode(argument)).collect::<Vec<_>>().join(".");
        (is_same && arguments.iter().all(|argument| code::is_one_line(argument)))
            .then(|| format!("{}:{}", self.at, code()))
    }
}

/// The most arguments that an act of a host may have.
pub const ARGUMENTS_MAX: usize = 64;

/// The statement that an act stands for: a verb and its arguments, each as it is.
///
/// # Errors
/// What is wrong with it, to be said of the act.
pub fn statement_of(arguments: &[String]) -> Result<String, String> {
    check_verb(arguments.first().map_or("", String::as_str))?;
    if let Some(wrong) = arguments.iter().find(|argument| !code::is_one_line(argument)) {
        let wanted = tr!("a text of one line, without control characters");
        return Err(expected(&say!("has {found} in it", found = shown(wrong)), wanted));
    }
    statement::statement(arguments)
}

fn check_verb(verb: &str) -> Result<(), String> {
    match form::verbs().contains(&verb) {
        true => Ok(()),
        false => Err(expected(&say!("does {verb}", verb = shown(verb)), &notice::one_of(verb, &form::verbs()))),
    }
}

/// Reads a log up to the first act that is none; a sentence says which that is, and what was expected.
pub fn read(text: &str) -> (Vec<Told>, Option<String>) {
    let mut acts = Vec::new();
    if text.is_empty() {
        return (acts, None);
    }
    if VALUE_BYTES_MAX < text.len() {
        let wrong = expected(
            &say!("The acts have {count} bytes", count = text.len()),
            &say!("at most {most}", most = VALUE_BYTES_MAX),
        );
        return (acts, Some(say!("{wrong}. None of them is done.", wrong)));
    }
    for (number, code) in (1..).zip(text.split('~')) {
        let wrong = match told(code) {
            _ if ACTS_MAX < number => expected(tr!("is one too many"), &say!("at most {most}", most = ACTS_MAX)),
            Ok(told) => {
                acts.push(told);
                continue;
            }
            Err(wrong) => wrong,
        };
        return (acts, Some(bad_act(number, code, &wrong)));
    }
    (acts, None)
}

#[inline(never)]
fn bad_act(number: usize, code: &str, wrong: &str) -> String {
    let rest = match number {
        1 => tr!("Nothing is done.").to_string(),
        2 => tr!("Only the act before it is done.").to_string(),
        _ => say!("Only the {number} acts before it are done.", number = number - 1),
    };
    say!("Act {number}, {code}, {wrong}. {rest}", number, code = shown(code), wrong, rest)
}

#[inline(never)]
fn told(code: &str) -> Result<Told, String> {
    let Some((moment, act)) = code.split_once(':') else {
        return Err(expected(tr!("has no colon"), tr!("a moment, a colon and an act, such as 97:crash.A2")));
    };
    let at = moment.parse().map_err(|_| {
        expected(
            &say!("begins with {moment}", moment = shown(moment)),
            tr!("a moment in milliseconds such as 97 or 97_2"),
        )
    })?;
    let mut arguments = act.split('.');
    let verb = arguments.next().unwrap_or("");
    check_verb(verb)?;
    let rest = arguments.map(code::decode).collect::<Result<Vec<String>, String>>()?;
    let arguments: Vec<String> = std::iter::once(verb.to_string()).chain(rest).collect();
    Ok(Told { at, text: statement::statement(&arguments)? })
}

/// Writes a log; each statement is one that a viewer can do.
///
/// # Errors
/// The first statement that a link cannot carry: one that only a scene makes, or that means messages other than
/// by one kind, id and way.
pub fn write<'a>(acts: impl Iterator<Item = (When, &'a Statement)>, names: &Names) -> Result<String, NoForm> {
    let told = acts.map(|(at, statement)| Told::of(at, statement, names)).collect::<Result<Vec<Told>, NoForm>>()?;
    Ok(text(&told))
}

/// The acts as a log, up to the first that a link cannot carry.
pub fn text(acts: &[Told]) -> String {
    acts.iter().map_while(Told::code).collect::<Vec<_>>().join("~")
}

fn without_value(statement: &Statement) -> Statement {
    let mut statement = statement.clone();
    if let Some(Selector { value, .. }) = messages_of(&mut statement) {
        *value = None;
    }
    statement
}

fn messages_of(statement: &mut Statement) -> Option<&mut Selector> {
    match statement {
        Statement::Drop(messages)
        | Statement::Hold(messages)
        | Statement::Release(messages)
        | Statement::Duplicate(messages)
        | Statement::Deliver(messages)
        | Statement::Delay(messages, _) => Some(messages),
        _ => None,
    }
}
