//! A version of the rules as people read it: the requirements, then every type with its hours and evidence.

use crate::prelude::*;
use domain::category::{Category, CategoryTable, Requirement, Subcategory, Suggestion};
use domain::hours::date_text;

pub fn table(rules: &CategoryTable) -> AnyView {
    let provisional = rules.is_provisional().then(|| {
        view! { <p class="warning measure">"暂行：参考学时还有待主管部门确认。"</p> }
    });
    view! {
        {provisional}
        <p class="muted">{format!("{} 起生效", date_text(rules.effective_from()))}</p>
        {requirements(rules.requirements())}
        {rules.categories().iter().map(category).collect_view()}
    }
    .into_any()
}

fn requirements(all: &[Requirement]) -> AnyView {
    let line = |one: &Requirement| {
        view! {
            <tr>
                <th scope="row" class="short">{format!("{} 年起", one.from_year)}</th>
                <td class="number">{one.total.to_string()}</td>
                <td class="number">{one.specialty.to_string()}</td>
                <td class="number">{one.common.to_string()}</td>
            </tr>
        }
    };
    view! {
        <section class="card table-card measure" aria-label="年度学时要求">
            <table class="console-table">
                <caption>"年度学时要求"</caption>
                <thead><tr>
                    <th scope="col">"年度"</th>
                    <th scope="col" class="number">"总学时"</th>
                    <th scope="col" class="number">"专业科目"</th>
                    <th scope="col" class="number">"公需科目"</th>
                </tr></thead>
                <tbody>{all.iter().map(line).collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn category(category: &Category) -> AnyView {
    let line = |one: &Subcategory| {
        view! {
            <tr>
                <th scope="row">{one.name.clone()}{(!one.offered).then_some("（停止申报）")}</th>
                <td>{hours_text(&one.suggestion)}</td>
                <td>{one.evidence.join("、")}</td>
            </tr>
        }
    };
    view! {
        <section class="card table-card measure" aria-label=category.name.clone()>
            <table class="console-table rules-table">
                <caption>{category.name.clone()}</caption>
                <thead><tr>
                    <th scope="col">"二级类型"</th>
                    <th scope="col">"参考学时"</th>
                    <th scope="col">"证明材料"</th>
                </tr></thead>
                <tbody>{category.subcategories.iter().map(line).collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// `12 学时`, `第 1 至 3 完成人 16、12、8 学时`, `每万字 5 学时,最高 90 学时`
pub fn hours_text(suggestion: &Suggestion) -> String {
    match suggestion {
        Suggestion::Period => "每半天 4 学时".to_owned(),
        Suggestion::Fixed(hours) => format!("{hours} 学时"),
        Suggestion::ByRank(hours) => {
            let hours: Vec<String> = hours.iter().map(ToString::to_string).collect();
            format!("第 1 至 {} 完成人 {} 学时", hours.len(), hours.join("、"))
        }
        Suggestion::PerUnit { unit, hours, cap } => format!("每{unit} {hours} 学时，最高 {cap} 学时"),
        Suggestion::None => "自行填写".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::hours::Hours;

    use super::*;

    #[test]
    fn hours_are_told_in_words() {
        assert_eq!(hours_text(&Suggestion::Fixed(Hours::whole(12))), "12 学时");
        let by_rank = Suggestion::ByRank(vec![Hours::whole(16), Hours::whole(8)]);
        assert_eq!(hours_text(&by_rank), "第 1 至 2 完成人 16、8 学时");
        let per_unit = Suggestion::PerUnit { unit: "万字".to_owned(), hours: Hours::whole(5), cap: Hours::whole(90) };
        assert_eq!(hours_text(&per_unit), "每万字 5 学时，最高 90 学时");
    }
}
