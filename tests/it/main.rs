//! All native tests, in one crate: one thing to link, one place to look.

mod branch;
mod command;
mod compare;
mod contention;
mod docs;
mod frames;
mod guides;
mod lab;
mod layers;
mod link;
mod made_simple;
mod milestones;
mod notes;
mod palette;
mod player;
mod poll;
mod robust;
mod rule_card;
mod scenarios;
mod scenes;
mod simulation;
mod storm;
mod story;
mod telling;
mod trial;
mod vocabulary;
