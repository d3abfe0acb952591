//! 自治区 → 14 cities → counties.

use crate::prelude::*;
use domain::region::{Region, counties, guangxi_cities};

/// Hands the chosen city or county to `chosen`; `None` is the whole region. Counties are built when a city is opened.
pub fn region_tree(chosen: Callback<Option<Region>>) -> AnyView {
    let cities = guangxi_cities().iter().map(|city| city_node(*city, chosen)).collect_view();
    view! {
        <ul class="region-tree" role="list">
            <li>
                <button type="button" class="button quiet" on:click=move |_| chosen.run(None)>"广西壮族自治区"</button>
                <ul role="list">{cities}</ul>
            </li>
        </ul>
    }
    .into_any()
}

fn city_node(city: Region, chosen: Callback<Option<Region>>) -> AnyView {
    let opened = RwSignal::new(false);
    let leaf = move |region: Region, name: String| {
        view! {
            <li><button type="button" class="button quiet" on:click=move |_| chosen.run(Some(region))>{name}</button></li>
        }
    };
    let leaves = move || {
        opened.get().then(|| {
            let counties = counties(city).iter().map(|county| leaf(*county, county.name().to_owned())).collect_view();
            view! { <ul role="list">{leaf(city, format!("{}全市", city.name()))} {counties}</ul> }
        })
    };
    view! {
        <li>
            <details on:toggle=move |_| opened.set(true)>
                <summary>{city.name()}</summary>
                {leaves}
            </details>
        </li>
    }
    .into_any()
}

/// Every place of the tree as choices of a list, cities before their counties, for forms.
pub fn region_choices() -> Vec<crate::components::form::field::Choice> {
    use crate::components::form::field::Choice;
    let of_city = |city: &Region| {
        let counties = counties(*city).iter().map(|county| Choice::new(county.as_str(), county.full_name()));
        std::iter::once(Choice::new(city.as_str(), city.name())).chain(counties).collect::<Vec<_>>()
    };
    let provinces = domain::region::provinces().iter().map(|one| Choice::new(one.as_str(), one.name()));
    guangxi_cities().iter().flat_map(of_city).chain(provinces).collect()
}
