//! Who can follow a link to this page: that hangs on where the page lies.

use crate::story::language::tr;

/// Who can follow a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Whoever can reach the server.
    Anyone,
    /// Nobody but who sits at this machine.
    Machine,
    /// Nobody: the page has no address that it could be opened at again.
    Nobody,
}

impl Reach {
    /// What is to be said of it, if anything is.
    #[inline(never)]
    pub fn notice(self) -> Option<&'static str> {
        match self {
            Reach::Anyone => None,
            Reach::Machine => Some(tr!(
                "This page lies on this machine, so these texts work on this machine only. Put the page on a server, and share from there."
            )),
            Reach::Nobody => Some(tr!(
                "This copy of the page has no address of its own, so these texts open nothing. What stands after # works behind the address of any other copy."
            )),
        }
    }
}

/// Who can follow a link to the page at this address.
pub fn reach(page: &str) -> Reach {
    let Some((scheme, rest)) = page.split_once(':') else { return Reach::Nobody };
    match scheme {
        "file" => Reach::Machine,
        "http" | "https" => {
            let authority = rest.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or("");
            let host = authority.rsplit('@').next().unwrap_or("");
            // An address of IPv6 stands in brackets, with its colons.
            let host = match host.split_once(']') {
                Some((inner, _)) => inner.trim_start_matches('['),
                None => host.split(':').next().unwrap_or(""),
            };
            let is_here = host == "localhost" || host.ends_with(".localhost") || host == "::1" || host == "0.0.0.0";
            if is_here || is_loopback(host) { Reach::Machine } else { Reach::Anyone }
        }
        _ => Reach::Nobody,
    }
}

/// Whether it is an address of IPv4 that begins with 127.
fn is_loopback(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    parts.len() == 4 && parts[0] == "127" && parts.iter().all(|part| part.parse::<u8>().is_ok())
}
