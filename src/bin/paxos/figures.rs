//! What `paxos figure` and `paxos figures` make.

use crate::native::{opened, slide_within};
use crate::request::Place;
use paxos_explainer::export::album::{Plate, STYLE, STYLE_NAME, page, plates};
use paxos_explainer::export::figure::{Drawn, figure};
use paxos_explainer::sim::{Moment, Time};
use std::fs;
use std::path::Path;

/// The figure of a moment of a scene.
pub fn one(file: &str, drawn: Drawn, place: Place) -> Result<String, String> {
    let (_, mut show) = opened(file)?;
    let last = show.scene.slides.len() - 1;
    match place {
        Place::End => (show.slide, show.at) = (last, show.end()),
        Place::Slide(slide) => {
            let slide = slide_within(file, &show.scene, slide)?;
            (show.slide, show.at) = (slide, show.scene.slides[slide].end);
        }
        Place::At(time) => {
            let at = moment(file, time, show.end(), show.moment(time))?;
            let slide = show.scene.slides.iter().position(|slide| at <= slide.end).unwrap_or(last);
            (show.slide, show.at) = (slide, at);
        }
    }
    figure(&show, drawn)
        .ok_or(format!("{file}:1:1: a poll has no space-time diagram; expected the stage, without --time"))
}

fn moment(file: &str, time: Time, end: Moment, at: Moment) -> Result<Moment, String> {
    match time {
        0 => Ok(Moment::default()),
        time if end.time < time => {
            Err(format!("{file}:1:1: the run ends before {time} ms; expected at most {} ms", end.time))
        }
        time if end.time == time => Ok(end),
        _ => Ok(at),
    }
}

/// Writes a figure of each slide of these scenes into a folder, and says how many there are.
pub fn all(files: &[String], drawn: Drawn, folder: &str) -> Result<String, String> {
    let mut scenes: Vec<(Option<_>, Vec<Plate>)> = Vec::new();
    for file in files {
        let name = Path::new(file).file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
        let (_, show) = opened(file)?;
        let drawn = plates(&name, &show, drawn);
        if scenes.iter().any(|(_, other)| other.first().is_some_and(|plate| plate.scene == name)) {
            return Err(format!("{file}:1:1: another file is called {name} too; expected a name for each scene"));
        }
        scenes.push((show.scene.script.place, drawn));
    }
    // Those of a course stand in its order, and others after them, as they were named.
    scenes.sort_by_key(|(place, _)| (place.is_none(), *place));
    let plates: Vec<Plate> = scenes.into_iter().flat_map(|(_, plates)| plates).collect();
    let folder = Path::new(folder);
    fs::create_dir_all(folder).map_err(|error| format!("{}: the folder cannot be made: {error}", folder.display()))?;
    for plate in &plates {
        write(&folder.join(&plate.file), &plate.svg)?;
    }
    let list = serde_json::to_string_pretty(&plates).map_err(|error| error.to_string())?;
    write(&folder.join("figures.json"), &(list + "\n"))?;
    write(&folder.join("index.html"), &page(&plates))?;
    write(&folder.join(STYLE_NAME), STYLE)?;
    let count = plates.len();
    Ok(format!("{count} {} in {}\n", if count == 1 { "figure" } else { "figures" }, folder.display()))
}

/// Writes a file.
/// Sees whether a file can be written, before the work is done whose outcome it is to have; leaves it as it is.
pub fn see_that_it_can_be_written(path: &Path) -> Result<(), String> {
    let was_there = path.exists();
    let opened = fs::OpenOptions::new().append(true).create(true).open(path);
    opened.map_err(|error| format!("{}: the file cannot be written: {error}", path.display()))?;
    // An empty file would look like an outcome.
    if !was_there {
        let _ = fs::remove_file(path);
    }
    Ok(())
}

pub fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: the file cannot be written: {error}", path.display()))
}
