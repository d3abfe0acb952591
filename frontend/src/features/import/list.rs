//! The lines with what is wrong in them, each cell to be corrected in place.

use crate::prelude::*;
use domain::import::FileColumn;

use crate::components::list::loaded::empty;
use crate::components::list::windowed::{Shape, windowed};
use crate::features::import::lines::{Line, Lines, Standing};
use crate::features::import::{Importable, Page, standing_chip};

pub fn list<R: Importable>(page: Page<R>) -> AnyView {
    let listed = Memo::new(move |_| page.lines.with(|lines| lines.listed(page.shows_all.get())));
    let is_empty = Memo::new(move |_| listed.with(Vec::is_empty));
    (move || {
        if is_empty.get() {
            return empty("没有需要修改的行", "所有行都符合要求，可以导入。点“全部”可逐行查看。", None);
        }
        windowed(listed.into(), Shape::Cards, |place| *place, move |place| card(page, place))
    })
    .into_any()
}

fn card<R: Importable>(page: Page<R>, place: usize) -> AnyView {
    let line = Memo::new(move |_| page.lines.with(|lines| lines.get(place).cloned()));
    let read = move |read: fn(&Line<R>) -> String| line.with(|line| line.as_ref().map(read).unwrap_or_default());
    let standing = Memo::new(move |_| line.with(|line| line.as_ref().map(|line| (line.standing, line.is_wrong()))));
    let open = Memo::new(move |_| {
        line.with(|line| {
            let settled = line.as_ref().is_none_or(|line| line.standing != Standing::Waiting);
            if settled { Vec::new() } else { line.iter().flat_map(|line| line.open.iter().copied()).collect() }
        })
    });
    let about = move || {
        read(|line| {
            let parts = R::ABOUT.iter().map(|column| line.checked.row.get(*column));
            parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        })
    };
    let number = move || {
        read(|line| line.checked.place() + if line.checked.is_hidden { "（表格中已隐藏）" } else { "" })
    };
    let leave_out = move || {
        let (standing, _) = standing.get()?;
        let is_out = match standing {
            Standing::Waiting => false,
            Standing::LeftOut => true,
            Standing::Added | Standing::Changed | Standing::AlreadyThere => return None,
        };
        let change = move |_| {
            page.lines.update(|lines| lines.leave_out(place, !is_out));
            page.keep();
        };
        let words = if is_out { "恢复" } else { "不导入此行" };
        Some(view! { <button type="button" class="button quiet" on:click=change>{words}</button> })
    };
    let open_all = move || {
        let can_open = open.with(|open| (0..R::Column::ALL.len()).contains(&open.len()));
        let is_waiting = standing.get().is_some_and(|(standing, _)| standing == Standing::Waiting);
        let open_all = move |_| page.lines.update(|lines| lines.open_all(place));
        (can_open && is_waiting).then(|| {
            view! { <button type="button" class="button quiet" on:click=open_all>"修改其他列"</button> }
        })
    };
    view! {
        <article class="card registration import-line">
            <div class="spread">
                <h3>{number}</h3>
                <span class="row">
                    {open_all}
                    {leave_out}
                    {move || standing.get().map(|(standing, is_wrong)| standing_chip(standing, is_wrong))}
                </span>
            </div>
            <p class="small muted">{about}</p>
            <div class="import-cells">
                <For each=move || open.get() key=|column| *column children=move |column| cell(page, line, place, column) />
            </div>
        </article>
    }
    .into_any()
}

/// One cell that is or was wrong.
fn cell<R: Importable>(page: Page<R>, line: Memo<Option<Line<R>>>, place: usize, number: usize) -> AnyView {
    let column = R::Column::ALL[number];
    let id = format!("cell-{place}-{number}");
    let error_id = format!("{id}-error");
    let value =
        move || line.with(|line| line.as_ref().map(|line| line.checked.row.get(column).to_owned()).unwrap_or_default());
    let mistake = Memo::new(move |_| line.with(|line| line.as_ref().and_then(|line| line.mistake(column))));
    let correct = move |event| {
        let text = event_target_value(&event);
        page.lines.update(|lines: &mut Lines<R>| lines.correct(place, column, text, page.today));
        page.keep();
    };
    view! {
        <div class="field" class:invalid=move || mistake.with(Option::is_some)>
            <div class="label-row"><label for=id.clone()>{column.heading()}</label></div>
            <input id=id type="text" autocomplete="off" aria-describedby=error_id.clone()
                aria-invalid=move || mistake.with(|mistake| mistake.as_ref().map(|_| "true"))
                prop:value=value on:change=correct />
            <p class="error" id=error_id>{move || mistake.get()}</p>
        </div>
    }
    .into_any()
}
