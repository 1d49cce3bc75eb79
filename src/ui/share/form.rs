//! The choices of the dialog.

use super::Wanted;
use crate::link::look::{Interact, Lang, Switch, Theme, View, Word};
use crate::link::share::{Preset, ShareMsg, Sharing, Slide, What, words};
use crate::player::model::SPEEDS;
use crate::story::language::{Language, tr};
use crate::story::words::Vocabulary;
use crate::story::words::beside::seconds;
use crate::ui::course::chapters;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// All of them.
pub fn choices(sharing: &Sharing, send: &Callback<Wanted>) -> Html {
    let send = send.reform(Wanted::Change);
    html! {
        <section class="share-form" aria-labelledby="share-choices">
            <h3 id="share-choices">{ words::CHOICES.said() }</h3>
            <div class="share-fields">
                { what(sharing, &send) }
                { slide(sharing, &send) }
            </div>
            <div class="share-fields">
                { field(tr!("How much of it"), word(sharing.look.ui, Some(words::BY_ITSELF.said()), words::ui, ShareMsg::Ui, &send)) }
                { field(tr!("Readers may"), word(sharing.look.interact.or(Some(Interact::All)), None, words::interact, ShareMsg::Interact, &send)) }
                { field(tr!("Colours"), word(sharing.look.theme.or(Some(Theme::Auto)), None, words::theme, ShareMsg::Theme, &send)) }
                { field(tr!("Words"), word(sharing.look.names, Some(words::BY_ITSELF.said()), Vocabulary::name, ShareMsg::Names, &send)) }
                { field(tr!("Language"), language(sharing, &send)) }
                { field(tr!("Speed"), speed(sharing, &send)) }
                { size(sharing, &send) }
            </div>
            { views(sharing, &send) }
            { switches(sharing, &send) }
        </section>
    }
}

fn field(name: &str, choice: Html) -> Html {
    html! { <label><span>{ name.to_string() }</span>{ choice }</label> }
}

/// What was chosen in a list.
fn chosen<M>(send: &Callback<ShareMsg>, make: M) -> Callback<Event>
where
    M: Fn(String) -> ShareMsg + 'static,
{
    send.reform(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        make(select.map(|select| select.value()).unwrap_or_default())
    })
}

/// One of the words of a key, or none.
fn word<W: Word + PartialEq>(
    now: Option<W>,
    none: Option<&'static str>,
    name: fn(W) -> &'static str,
    make: fn(Option<W>) -> ShareMsg,
    send: &Callback<ShareMsg>,
) -> Html {
    let find = |key: &str| W::ALL.iter().copied().find(|word| word.key() == key);
    html! {
        <select onchange={chosen(send, move |key| make(find(&key)))}>
            { for none.map(|none| html! { <option value="" selected={now.is_none()}>{ none }</option> }) }
            { for W::ALL.iter().map(|&word| html! {
                <option value={word.key()} selected={now == Some(word)}>{ name(word) }</option>
            }) }
        </select>
    }
}

/// In which language it will be told: that of whoever reads it, or this one.
fn language(sharing: &Sharing, send: &Callback<ShareMsg>) -> Html {
    let now = match &sharing.look.lang {
        Some(Lang::Tag(tag)) => Language::of(tag),
        Some(Lang::Auto) | None => None,
    };
    html! {
        <select onchange={chosen(send, |tag| ShareMsg::Lang(Language::of(&tag)))}>
            <option value="" selected={now.is_none()}>{ words::BY_READER.said() }</option>
            { for Language::OFFERED.into_iter().map(|language| html! {
                <option value={language.tag()} lang={language.tag()} selected={now == Some(language)}>{ language.name() }</option>
            }) }
        </select>
    }
}

/// Which scene: the one on show at this moment, the same from a slide, or another one.
fn what(sharing: &Sharing, send: &Callback<ShareMsg>) -> Html {
    let now = sharing.what;
    let pick = chosen(send, |value: String| {
        ShareMsg::What(match value.as_str() {
            "moment" => What::Moment,
            "shown" => What::Shown,
            place => What::Course(place.parse().unwrap_or(0)),
        })
    });
    let course = |(place, title): (usize, &'static str)| {
        html! { <option value={place.to_string()} selected={now == What::Course(place)}>{ title }</option> }
    };
    let there: Vec<_> = sharing.courses().collect();
    let of_chapter = |chapter: u8| {
        there
            .iter()
            .filter(move |(_, entry)| entry.place.chapter == chapter)
            .map(|&(place, entry)| (place, entry.title.said()))
    };
    html! {
        <label class="share-wide"><span>{ tr!("Scene") }</span>
            <select onchange={pick}>
                { for sharing.subject.iter().map(|subject| html! {
                    <>
                        <option value="moment" selected={now == What::Moment}>
                            { words::moment(&seconds(subject.time), subject.is_own) }
                        </option>
                        <option value="shown" selected={now == What::Shown}>{ words::SHOWN.said() }</option>
                    </>
                }) }
                { for chapters().filter(|&(number, ..)| of_chapter(number).next().is_some()).map(|(number, title, _)| html! {
                    <optgroup label={format!("{number} {title}")}>{ for of_chapter(number).map(course) }</optgroup>
                }) }
            </select>
        </label>
    }
}

/// The slide: of the scene on show by its title, of another one by its number.
fn slide(sharing: &Sharing, send: &Callback<ShareMsg>) -> Html {
    let now = sharing.slide;
    match (sharing.what, &sharing.subject) {
        (What::Moment, _) | (What::Shown, None) => html! {},
        (What::Shown, Some(subject)) => html! {
            <label class="share-wide"><span>{ tr!("Slide") }</span>
                <select onchange={chosen(send, |value| ShareMsg::Slide(value.parse().ok()))}>
                    <option value="0" selected={now.is_none()}>{ words::SLIDE_BY_ITSELF.said() }</option>
                    { for (1..).zip(&subject.slides).map(|(number, slide): (usize, &Slide)| html! {
                        <option value={number.to_string()} selected={now == Some(number)}>{ format!("{number} {}", slide.title) }</option>
                    }) }
                </select>
            </label>
        },
        (What::Course(_), _) => html! {
            <label><span>{ tr!("Slide") }</span>
                <input type="number" min="1" placeholder={tr!(in "a slide": "by itself")} value={now.map_or(String::new(), |slide| slide.to_string())}
                    onchange={written(send, |text| ShareMsg::Slide(text.parse().ok()))} />
            </label>
        },
    }
}

/// What was written into a field, once that is done.
fn written(send: &Callback<ShareMsg>, make: fn(String) -> ShareMsg) -> Callback<Event> {
    send.reform(move |event: Event| {
        make(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default())
    })
}

fn speed(sharing: &Sharing, send: &Callback<ShareMsg>) -> Html {
    let now = sharing.look.speed.unwrap_or(100);
    let name = |percent: u32| match percent {
        25 => "¼×".to_string(),
        50 => "½×".to_string(),
        percent => format!("{}×", percent / 100),
    };
    html! {
        <select onchange={chosen(send, |value| ShareMsg::Speed(value.parse().unwrap_or(100)))}>
            { for SPEEDS.into_iter().map(|percent| html! {
                <option value={percent.to_string()} selected={percent == now}>{ name(percent) }</option>
            }) }
        </select>
    }
}

fn size(sharing: &Sharing, send: &Callback<ShareMsg>) -> Html {
    let now = sharing.size.preset();
    let pick = chosen(send, |key| {
        let preset = Preset::ALL.into_iter().find(|preset| preset.key() == key);
        ShareMsg::Preset(preset.unwrap_or(Preset::Column))
    });
    let width = sharing.size.width.map_or(String::new(), |width| width.to_string());
    html! {
        <>
            <label><span>{ tr!("Size") }</span>
                <select onchange={pick}>
                    { for now.is_none().then(|| html! { <option value="" selected={true}>{ tr!("as written") }</option> }) }
                    { for Preset::ALL.into_iter().map(|preset| html! {
                        <option value={preset.key()} selected={now == Some(preset)}>{ preset.name() }</option>
                    }) }
                </select>
            </label>
            <label><span>{ tr!("Width, pixels") }</span>
                <input type="number" min="200" max="4000" placeholder={tr!("all there is")} value={width} onchange={written(send, ShareMsg::Width)} />
            </label>
            <label><span>{ tr!("Height, pixels") }</span>
                <input type="number" min="200" max="4000" value={sharing.size.height.to_string()} onchange={written(send, ShareMsg::Height)} />
            </label>
        </>
    }
}

/// A box that is ticked or not.
fn tick(name: &'static str, is_on: bool, send: &Callback<ShareMsg>, make: impl Fn(bool) -> ShareMsg + 'static) -> Html {
    let tick = send.reform(move |event: Event| {
        make(event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked()))
    });
    html! { <label class="share-tick"><input type="checkbox" checked={is_on} onchange={tick} />{ name }</label> }
}

fn views(sharing: &Sharing, send: &Callback<ShareMsg>) -> Html {
    html! {
        <fieldset><legend>{ tr!("Views") }</legend>
            { for View::ALL.iter().map(|&view| {
                tick(words::view(view), sharing.views().contains(view), send, move |is_there| ShareMsg::View(view, is_there))
            }) }
        </fieldset>
    }
}

fn switches(sharing: &Sharing, send: &Callback<ShareMsg>) -> Html {
    let is_on = |switch: Option<Switch>| switch == Some(Switch::On);
    html! {
        <fieldset><legend>{ tr!("Also") }</legend>
            { for sharing.is_narrated().map(|is_narrated| tick(tr!("Text of the slide"), is_narrated, send, ShareMsg::Narrated)) }
            { tick(tr!("Plays when it opens"), is_on(sharing.look.autoplay), send, ShareMsg::Autoplay) }
            { tick(tr!("Begins again at its end"), is_on(sharing.look.looped), send, ShareMsg::Loop) }
        </fieldset>
    }
}
