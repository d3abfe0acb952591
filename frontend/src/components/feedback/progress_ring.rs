//! The year's progress as a ring: specialty hours, then common hours, out of what the year asks for.

use crate::prelude::*;
use domain::hours::Hours;
use domain::totals::Totals;

/// Names the picture for who cannot see it; what it shows is said in words beside it as well.
pub fn progress_ring(totals: Totals, required: Hours, label: String) -> AnyView {
    let [specialty, common] = shares(totals, required);
    let arc = |class: &'static str, share: u32, from: u32| {
        (share > 0).then(|| {
            view! {
                <circle class=class cx="18" cy="18" r="15.9" pathLength="1000" transform="rotate(-90 18 18)"
                    stroke-dasharray=format!("{share} 1000") stroke-dashoffset=format!("-{from}") />
            }
        })
    };
    view! {
        <svg class="ring" viewBox="0 0 36 36" role="img" aria-label=label>
            <circle class="ring-ground" cx="18" cy="18" r="15.9" />
            {arc("ring-common", common, specialty)}
            {arc("ring-specialty", specialty, 0)}
        </svg>
    }
    .into_any()
}

/// Thousandths of the ring for specialty and common hours; together never more than a whole one.
fn shares(totals: Totals, required: Hours) -> [u32; 2] {
    let whole = u64::from(required.tenths().max(totals.total().tenths()).max(1));
    [totals.specialty, totals.common].map(|hours| (u64::from(hours.tenths()) * 1_000 / whole) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ring_is_full_when_the_year_is_more_than_fulfilled() {
        let totals = Totals { common: Hours::whole(60), specialty: Hours::whole(60) };
        assert_eq!(shares(totals, Hours::whole(90)), [500, 500]);
        assert_eq!(shares(Totals::default(), Hours::ZERO), [0, 0]);
    }
}
