//! The simulated world: the order of things, the network, chance, the observer, and time travel.

mod chance;
mod clock;
mod commands;
mod network;
mod observer;
mod service;
mod time_travel;
mod timers;
