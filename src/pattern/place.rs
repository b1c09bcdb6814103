//! Place patterns: credentials told by where they stand (`patterns/place.toml`).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::label::Class;
use super::{PatternError, file, role, severity, word};
use crate::finding::{PatternInfo, Severity};
use crate::location::Role;

/// How a credential is sent, where the value or its place says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// `Basic` and the base64 of user:password.
    Basic,
    /// `Bearer` and a token.
    Bearer,
    /// Any other scheme of an `Authorization` header.
    Authorization,
    /// The user information of a URL.
    Userinfo,
}

impl Scheme {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "basic" => Self::Basic,
            "bearer" => Self::Bearer,
            "authorization" => Self::Authorization,
            "userinfo" => Self::Userinfo,
            _ => return None,
        })
    }
}

/// One kind of credential told by its place.
#[derive(Debug)]
pub struct Place {
    /// Id and name, as reports show them.
    pub info: Arc<PatternInfo>,
    /// How bad a live one is.
    pub severity: Severity,
    /// Whether it is looked for: one that is not still takes what is its own.
    pub is_selected: bool,
    scheme: Option<Scheme>,
    roles: Vec<Role>,
    classes: Vec<Class>,
}

impl Place {
    /// Roles that it is told in; empty for all.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    fn new(table: file::PlaceTable) -> Result<Self, PatternError> {
        let id = table.id;
        let class = |text: &String| word((&id, "classes"), text, "label class", Class::parse);
        Ok(Self {
            severity: severity(&id, &table.severity)?,
            is_selected: true,
            scheme: table
                .scheme
                .map(|text| word((&id, "scheme"), &text, "scheme", Scheme::parse))
                .transpose()?,
            roles: table.roles.iter().map(|name| role(&id, name)).collect::<Result<_, _>>()?,
            classes: table.classes.iter().map(class).collect::<Result<_, _>>()?,
            info: Arc::new(PatternInfo { id, name: table.name, service: None }),
        })
    }
}

/// What an auth helper's parameter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// It holds a secret.
    Secret {
        /// What class of secret.
        class: Class,
        /// How the helper sends it.
        scheme: Option<Scheme>,
    },
    /// It holds none, whatever its name sounds like.
    Public,
}

/// All place patterns and the parameters of all auth helpers.
#[derive(Debug)]
pub struct Places {
    places: Vec<Place>,
    helpers: BTreeMap<String, BTreeMap<String, Parameter>>,
}

impl Places {
    pub(super) fn new(table: file::PlaceFile) -> Result<Self, PatternError> {
        let mut helpers = BTreeMap::new();
        for helper in table.helpers {
            let id = helper.names.first().cloned().unwrap_or_default();
            let scheme = helper
                .scheme
                .map(|text| word((&id, "scheme"), &text, "scheme", Scheme::parse))
                .transpose()?;
            let mut parameters = BTreeMap::new();
            for (name, class) in &helper.secret {
                let class = word((&id, "secret"), class, "label class", Class::parse)?;
                parameters.insert(name.clone(), Parameter::Secret { class, scheme });
            }
            let public = helper.public.into_iter().map(|name| (name, Parameter::Public));
            parameters.extend(public);
            helpers.extend(helper.names.into_iter().map(|name| (name, parameters.clone())));
        }
        let places = table.places.into_iter().map(Place::new).collect::<Result<_, _>>()?;
        Ok(Self { places, helpers })
    }

    /// The place pattern of a value of `class` in `role`, sent by `scheme`: the first that fits.
    pub fn find(&self, role: Role, class: Class, scheme: Option<Scheme>) -> Option<&Place> {
        self.places.iter().find(|place| {
            (place.scheme.is_none() || place.scheme == scheme)
                && (place.roles.is_empty() || place.roles.contains(&role))
                && (place.classes.is_empty() || place.classes.contains(&class))
        })
    }

    /// What the parameter `name` of the auth helper `helper` is; `None` where only its name tells.
    pub fn parameter(&self, helper: &str, name: &str) -> Option<Parameter> {
        self.helpers.get(helper)?.get(name).copied()
    }

    /// Looks for those only whose id `is_selected`.
    pub(super) fn select(&mut self, is_selected: impl Fn(&str) -> bool) {
        for place in &mut self.places {
            place.is_selected = is_selected(&place.info.id);
        }
    }

    /// Every place pattern, in the order in which they are tried.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.places.iter()
    }
}
