//! The texts that an author pastes into a page.

use super::{Sharing, Slide, Text, What, Within};
use crate::link::Link;
use crate::story::library;

/// The file that defines the element, beside the page.
const ELEMENT: &str = "paxos-explainer.js";

impl Sharing {
    /// A text to copy, for a page at this address; none as long as a scene has not been packed for it.
    pub fn text(&self, text: Text, page: &str) -> Option<String> {
        match text {
            Text::Link => self.link_text(page),
            Text::Frame => self.frame_text(page),
            Text::Element => self.element_text(page),
        }
    }

    fn link_text(&self, page: &str) -> Option<String> {
        Some(address(page, &self.link(Within::Window)?))
    }

    fn frame_text(&self, page: &str) -> Option<String> {
        let src = address(page, &self.link(Within::Frame)?);
        Some(frame(&src, &self.name(), self.size.width, self.size.height))
    }

    fn element_text(&self, page: &str) -> Option<String> {
        let link = self.link(Within::Frame)?;
        let instead = self.instead(&link, page).unwrap_or_default();
        Some(element(page, &link, self.carried().as_deref(), (&self.name(), &instead), self.size.height))
    }

    /// What stands in the element for where its frame does not: on paper, and where there are no scripts. There is a
    /// figure of each slide of the course beside the page.
    fn instead(&self, link: &Link, page: &str) -> Option<String> {
        let scene =
            link.scene.as_deref().and_then(library::find).filter(|_| link.acts.is_empty() && link.seed.is_none())?;
        let slide = link.slide.unwrap_or(1);
        let slides = self.subject.as_ref().filter(|_| !matches!(self.what, What::Course(_))).map(|it| &it.slides);
        let (size, says, caption) = match slides.and_then(|slides| slides.get(slide - 1)) {
            Some(Slide { title, says, size: (width, height) }) => {
                (format!(" width=\"{width}\" height=\"{height}\""), says.clone(), format!("{}: {title}", self.title()))
            }
            // What is to be seen in another scene only its run would tell.
            None => {
                let caption = format!("{}, slide {slide}", self.title());
                (String::new(), caption.clone(), caption)
            }
        };
        let src = format!("{}figures/{}-{slide}.svg", folder(page), scene.id);
        let (src, says, caption) = (attribute(&src), attribute(&says), attribute(&caption));
        Some(format!("<img src=\"{src}\"{size} alt=\"{says}\"><br><span>{caption}</span>"))
    }

    /// The address of the page as a frame in itself. The keys stand after `?`: a browser refuses a page in itself at
    /// the same address.
    pub fn preview_address(&self, page: &str) -> Option<String> {
        Some(format!("{page}?{}", self.link(Within::Frame)?.write()))
    }

    /// What is said of the frame to who does not see it.
    fn name(&self) -> String {
        match self.title() {
            "" => "Paxos Explainer".to_string(),
            title => format!("Paxos Explainer: {title}"),
        }
    }
}

fn address(page: &str, link: &Link) -> String {
    match link.write() {
        keys if keys.is_empty() => page.to_string(),
        keys => format!("{page}#{keys}"),
    }
}

/// An iframe. Its size stands in attributes: a strict Content-Security-Policy of the host forbids styles.
fn frame(src: &str, title: &str, width: Option<u32>, height: u32) -> String {
    let (src, title) = (attribute(src), attribute(title));
    let width = width.map_or("100%".to_string(), |width| width.to_string());
    format!(
        "<iframe src=\"{src}\" title=\"{title}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" allow=\"fullscreen; clipboard-write\"></iframe>\n"
    )
}

/// The folder in which the page lies, with a slash at its end.
fn folder(page: &str) -> &str {
    page.rfind('/').map_or("", |slash| &page[..=slash])
}

/// The element, with the script that defines it: what the link says, as attributes; a scene of one's own as text inside.
fn element(page: &str, link: &Link, script: Option<&str>, (title, instead): (&str, &str), height: u32) -> String {
    let folder = folder(page);
    // Where the text cannot stand in a script as it is, it stands packed in an attribute.
    let script = script.filter(|text| can_stand_in_script(text));
    let shown = Link { script: link.script.clone().filter(|_| script.is_none()), ..link.clone() };
    let attributes: String = shown
        .pairs()
        .map(|(name, value)| (if name == "id" { "name" } else { name }, value))
        .chain([("title", title.to_string()), ("height", height.to_string())])
        .map(|(name, value)| format!(" {name}=\"{}\"", attribute(&value)))
        .collect();
    let defines = format!("<script type=\"module\" src=\"{}\"></script>\n", attribute(&format!("{folder}{ELEMENT}")));
    match script {
        None => format!("{defines}<paxos-explainer{attributes}>{instead}</paxos-explainer>\n"),
        // With empty lines around it Markdown leaves the script alone, whatever stands in it.
        Some(text) => format!(
            "{defines}\n<paxos-explainer{attributes}>\n\n<script type=\"text/paxos\">\n{}\n</script>\n\n</paxos-explainer>\n",
            text.trim_end()
        ),
    }
}

/// Whether a text means itself inside of a script: neither ends it, nor opens what must be closed first.
fn can_stand_in_script(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    !["</script", "<script", "<!--"].iter().any(|sign| text.contains(sign))
}

/// A text as the value of an attribute in double quotes.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
