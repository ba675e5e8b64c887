package dev.townhall.botslack.blockkit;

/// What Slack takes at most, in characters unless it says otherwise.
final class Limits {
    static final int BLOCKS_MAX = 50;
    static final int VIEW_BLOCKS_MAX = 100;

    /// Of all blocks of a message together, as JSON. Slack documents none; it was seen to refuse
    /// 13,300 as `msg_blocks_too_long`.
    static final int MESSAGE_CHARS_MAX = 12_000;

    /// Of a message's `text`. Slack takes 40,000 and asks for at most 4,000.
    static final int TEXT_CHARS_MAX = 4_000;

    static final int SECTION_CHARS_MAX = 3_000;
    static final int HEADER_CHARS_MAX = 150;
    static final int CONTEXT_ELEMENTS_MAX = 10;
    static final int CONTEXT_CHARS_MAX = 2_000;
    static final int ACTIONS_MAX = 25;
    static final int LABEL_CHARS_MAX = 75;
    static final int VALUE_CHARS_MAX = 2_000;
    static final int ID_CHARS_MAX = 255;
    static final int CONFIRM_TITLE_CHARS_MAX = 100;
    static final int CONFIRM_TEXT_CHARS_MAX = 300;
    static final int CONFIRM_BUTTON_CHARS_MAX = 30;
    static final int VIEW_TITLE_CHARS_MAX = 24;
    static final int INPUT_CHARS_MAX = 3_000;
    static final int INPUT_LABEL_CHARS_MAX = 2_000;
    static final int PRIVATE_METADATA_CHARS_MAX = 3_000;

    private Limits() {}
}
