//! What each command has cost: a table.

use crate::player::Show;
use crate::sim::costs::{beside, costs};
use crate::story::language::{Words, tr};
use crate::story::words::costs::{self as words, COLUMNS, Column, GROUPS, Row};
use yew::prelude::*;

/// The panel.
pub fn table(show: &Show) -> Html {
    let costs = costs(show.recording(), show.at);
    if costs.is_empty() {
        return html! { <p class="none-yet">{ words::NONE_YET.said() }</p> };
    }
    let telling = show.telling();
    let columns = || COLUMNS.iter().flatten().filter(|column| column.name != Words::NONE);
    let head = |column: &Column| {
        html! { <th scope="col" title={show.told(column.counts.said())}>{ show.told(column.name.said()) }</th> }
    };
    html! {
        <>
            <div class="costs-table" tabindex="0" role="group" aria-label={tr!("What each command has cost")}>
                <table>
                    <thead>
                        <tr>
                            <th scope="col" rowspan="2">{ tr!("Command") }</th>
                            <th scope="colgroup" colspan="4">{ GROUPS[0].said() }</th>
                            <th scope="colgroup" colspan="3">{ GROUPS[1].said() }</th>
                        </tr>
                        <tr>{ for columns().map(head) }</tr>
                    </thead>
                    <tbody>{ for words::rows(&costs, telling).iter().map(row) }</tbody>
                </table>
            </div>
            <p class="costs-counted">{ show.told(words::COUNTED.said()) }</p>
            <ul class="costs-counted">
                { for columns().map(|column| html! { <li><b>{ show.told(column.name.said()) }</b>{ ": " }{ show.told(column.counts.said()) }</li> }) }
            </ul>
            { for words::beside(beside(show.recording(), show.at), telling).map(|says| html! { <p class="costs-counted">{ says }</p> }) }
        </>
    }
}

fn row(row: &Row) -> Html {
    html! {
        <tr>
            <th scope="row">{ &row.command }{ for row.remark.as_ref().map(|remark| html! { <small>{ " " }{ remark }</small> }) }</th>
            { for row.cells.iter().enumerate().map(|(place, cell)| html! { <td class={classes!((place == 3 || place == 6).then_some("sum"))}>{ cell }</td> }) }
        </tr>
    }
}
