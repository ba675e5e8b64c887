package dev.townhall.server.page;

import java.util.List;
import java.util.Optional;

/// A conversation as a page shows it.
///
/// @param key the conversation's key
/// @param about a line below the heading, empty for none
/// @param up where one came from
/// @param decisions what the person is asked about this convoy
/// @param earlier where older posts are, when there are any
/// @param newest whether the newest posts are shown: only then is there a composer
/// @param hint what the empty composer says
/// @param empty what is said where there is no post
public record TalkView(
        String key,
        String heading,
        String about,
        Link up,
        List<PostView> posts,
        List<PostView> decisions,
        Optional<Link> earlier,
        boolean newest,
        String messageId,
        String hint,
        String empty) {}
