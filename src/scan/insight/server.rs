//! What a connection string says beside its password: user, host, port, database.
//!
//! URLs (`postgres://user:password@host:port/database`) and lists of settings
//! (`Server=…;Database=…;User Id=…;Password=…`), as ODBC, ADO.NET, JDBC and Azure write them.

use std::collections::BTreeMap;

/// Most bytes that are read on either side of the password.
const REACH: usize = 600;

/// Ids of the patterns whose secret stands in a connection string begin with one of these.
const PATTERNS: [&str; 3] = ["database-", "azure-storage-key", "azure-shared-access-key"];

/// Whether what `pattern` finds stands in a connection string.
pub(in crate::scan) fn is_around(pattern: &str) -> bool {
    PATTERNS.iter().any(|start| pattern.starts_with(start))
}

/// The parts that stand around a password, in front of and behind which there is this.
pub(in crate::scan) fn parts(before: &[u8], behind: &[u8]) -> BTreeMap<String, String> {
    let before = before.get(before.len().saturating_sub(REACH)..).unwrap_or_default();
    let behind = behind.get(..behind.len().min(REACH)).unwrap_or_default();
    let (before, behind) = (String::from_utf8_lossy(before), String::from_utf8_lossy(behind));
    let before = before.rsplit(is_end).next().unwrap_or_default();
    let behind = behind.split(is_end).next().unwrap_or_default();
    let mut parts = Parts::default();
    if let Some(address) = behind.strip_prefix('@') {
        let (scheme, user) = before.rsplit_once("://").unwrap_or(("", before));
        parts.add("user", user.strip_suffix(':').unwrap_or_default());
        parts.address(address, scheme);
    } else {
        for setting in before.split([';', '&', '?']).chain(behind.split([';', '&'])) {
            parts.setting(setting);
        }
    }
    parts.0
}

/// Whether a connection string ends here: at a quote or at the end of a line.
fn is_end(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '\n' | '\r' | '\\' | '<' | '>')
}

#[derive(Default)]
struct Parts(BTreeMap<String, String>);

impl Parts {
    fn add(&mut self, name: &str, value: &str) {
        const LONGEST: usize = 200;
        let value = value.trim();
        let stands_for = ["{{", "${", "%"].iter().any(|start| value.starts_with(start));
        if !value.is_empty() && value.len() <= LONGEST && !stands_for {
            self.0.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        }
    }

    /// `host:port/database`, with several hosts perhaps. The path of a web address is no database.
    fn address(&mut self, text: &str, scheme: &str) {
        let text = text.split([' ', '\t', '?', '#', ';', ')']).next().unwrap_or_default();
        let (hosts, path) = text.split_once('/').unwrap_or((text, ""));
        match hosts.rsplit_once(':').filter(|(host, _)| !host.contains(',')) {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.add("host", host);
                self.add("port", port);
            }
            _ => self.add("host", hosts),
        }
        let scheme = scheme.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '+').next();
        if scheme.is_some_and(|scheme| STORES.iter().any(|store| scheme.starts_with(store))) {
            self.add("database", path);
        }
    }

    /// `name=value`, or the address that begins a JDBC URL.
    fn setting(&mut self, text: &str) {
        let Some((name, value)) = text.split_once('=') else {
            if let Some((scheme, address)) = text.split_once("://") {
                self.address(address, scheme);
            }
            return;
        };
        match name.trim().to_ascii_lowercase().as_str() {
            "server" | "data source" | "host" | "hostname" | "addr" | "address" => {
                let value = value.trim().trim_start_matches("tcp:");
                let (host, port) = value.split_once(',').unwrap_or((value, ""));
                self.add("host", host);
                self.add("port", port);
            }
            "endpoint" => {
                let (_, host) = value.split_once("://").unwrap_or(("", value));
                self.add("host", host.trim_end_matches('/'));
            }
            "port" => self.add("port", value),
            "database" | "initial catalog" | "databasename" | "dbname" => {
                self.add("database", value);
            }
            "user id" | "uid" | "user" | "username" | "user name" => self.add("user", value),
            "accountname" => self.add("account", value),
            "sharedaccesskeyname" => self.add("key name", value),
            "entitypath" => self.add("entity", value),
            _ => {}
        }
    }
}

/// How the schemes begin whose path names a database.
const STORES: [&str; 9] = [
    "postgres",
    "mysql",
    "mariadb",
    "mongodb",
    "redis",
    "sqlserver",
    "mssql",
    "oracle",
    "clickhouse",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connection_strings_tell_their_server() {
        let cases = [
            (
                "DATABASE_URL=\"postgres://ada:*@db.brindle.example:5432/orders?sslmode=require\"",
                "database=orders host=db.brindle.example port=5432 user=ada",
            ),
            (
                "mongodb+srv://ada:*@c0.brindle.example/shop",
                "database=shop host=c0.brindle.example user=ada",
            ),
            (
                "mongodb://ada:*@a.example:1,b.example:2/x",
                "database=x host=a.example:1,b.example:2 user=ada",
            ),
            ("redis://:*@cache.example:6379/0", "database=0 host=cache.example port=6379"),
            ("https://ada:*@git.example/team/repo.git", "host=git.example user=ada"),
            ("amqp://ada:*@mq.example:5672/vhost", "host=mq.example port=5672 user=ada"),
            ("postgres://{{user}}:*@{{host}}/orders", "database=orders"),
            (
                "Server=tcp:sql.example,1433;Initial Catalog=orders;User ID=ada;Password=*;Encrypt=True",
                "database=orders host=sql.example port=1433 user=ada",
            ),
            ("Data Source=sql.example;User Id=ada;Pwd=*", "host=sql.example user=ada"),
            (
                "jdbc:mysql://db.example:3306/orders?user=ada&password=*&ssl=true",
                "database=orders host=db.example port=3306 user=ada",
            ),
            (
                "jdbc:sqlserver://sql.example:1433;databaseName=orders;user=ada;password=*;",
                "database=orders host=sql.example port=1433 user=ada",
            ),
            (
                "DefaultEndpointsProtocol=https;AccountName=brindle;AccountKey=*;EndpointSuffix=x",
                "account=brindle",
            ),
            (
                "Endpoint=sb://brindle.servicebus.example/;SharedAccessKeyName=send;SharedAccessKey=*",
                "host=brindle.servicebus.example key name=send",
            ),
            ("*", ""),
        ];
        for (text, expected) in cases {
            let (before, behind) = text.split_once('*').unwrap();
            let told: Vec<String> = parts(before.as_bytes(), behind.as_bytes())
                .into_iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            assert_eq!(told.join(" "), expected, "{text}");
        }
    }
}
