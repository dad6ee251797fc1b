//! A value for each role of a broker.

/// One value for each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BrokerageRoles<T> {
    /// All three of one group (`w_I`).
    pub coordinator: T,
    /// Between two of one group that is not the broker's (`w_O`); also called consultant.
    pub itinerant: T,
    /// From one of the broker's group to one of another (`b_IO`).
    pub representative: T,
    /// From one of another group to one of the broker's (`b_OI`).
    pub gatekeeper: T,
    /// All three of different groups (`b_O`).
    pub liaison: T,
    /// All roles together (`t`).
    pub total: T,
}

/// What is expected of a node of a group.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupBrokerage {
    /// The group's number, as given.
    pub group: u32,
    /// The nodes of the group.
    pub nodes: u64,
    /// The expected scores, 0 or more.
    pub expected: BrokerageRoles<f64>,
    /// Their standard deviations, 0 or more.
    pub standard_deviation: BrokerageRoles<f64>,
}

/// The scores of all nodes together.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkBrokerage {
    /// The sums of the scores.
    pub scores: BrokerageRoles<u64>,
    /// The expected sums, 0 or more.
    pub expected: BrokerageRoles<f64>,
    /// Their standard deviations; none where sna's variance is negative.
    pub standard_deviation: BrokerageRoles<Option<f64>>,
    /// How many standard deviations a sum is above what is expected; none where the standard deviation is 0 or none.
    pub z: BrokerageRoles<Option<f64>>,
}

impl<T: Copy> BrokerageRoles<T> {
    pub(super) fn map<U>(&self, of: impl Fn(T) -> U) -> BrokerageRoles<U> {
        BrokerageRoles {
            coordinator: of(self.coordinator),
            itinerant: of(self.itinerant),
            representative: of(self.representative),
            gatekeeper: of(self.gatekeeper),
            liaison: of(self.liaison),
            total: of(self.total),
        }
    }

    pub(super) fn join<U: Copy, V>(
        &self,
        other: &BrokerageRoles<U>,
        of: impl Fn(T, U) -> V,
    ) -> BrokerageRoles<V> {
        self.with(other).map(|(one, other)| of(one, other))
    }

    fn with<U: Copy>(&self, other: &BrokerageRoles<U>) -> BrokerageRoles<(T, U)> {
        BrokerageRoles {
            coordinator: (self.coordinator, other.coordinator),
            itinerant: (self.itinerant, other.itinerant),
            representative: (self.representative, other.representative),
            gatekeeper: (self.gatekeeper, other.gatekeeper),
            liaison: (self.liaison, other.liaison),
            total: (self.total, other.total),
        }
    }
}

impl BrokerageRoles<u64> {
    pub(super) fn add(&mut self, other: &Self) {
        *self = self.join(other, |sum, it| sum + it);
    }

    pub(super) fn z(
        &self,
        expected: &BrokerageRoles<f64>,
        deviation: &BrokerageRoles<Option<f64>>,
    ) -> BrokerageRoles<Option<f64>> {
        self.with(expected).join(deviation, |(score, expected), deviation| {
            let deviation = deviation.filter(|it| *it > 0.0)?;
            Some((score as f64 - expected) / deviation).filter(|it| it.is_finite())
        })
    }
}
