-- The ledger of a town. JSON is text; times are microseconds since 1970-01-01T00:00:00Z.
-- Whoever changes the schema raises user_version in the same migration.

-- `checksum` is the CRC-32C of `record`, the bead as a line of Beads-compatible JSON.
create table bead (
    id       text    not null primary key,
    version  integer not null,
    record   text    not null,
    checksum integer not null
);

create table event (
    seq     integer not null primary key,
    at      integer not null,
    actor   text    not null,
    type    text    not null,
    subject text    not null,
    payload text    not null
);

create index event_by_subject on event (subject, seq);

create table post (
    seq          integer not null primary key,
    key          text    not null unique,
    conversation text    not null,
    author       text    not null,
    direction    text    not null,
    urgency      integer not null,
    content      text    not null,
    revision     integer not null,
    change_seq   integer not null unique,
    created_at   integer not null,
    updated_at   integer not null
);

create index post_by_conversation on post (conversation, seq);

create table conversation (
    name       text    not null primary key,
    change_seq integer not null
) without rowid;

create index conversation_by_change on conversation (change_seq);

create table delivery (
    post_seq      integer not null,
    network       text    not null,
    state         text    not null,
    revision_sent integer not null,
    remote_id     text    not null,
    attempts      integer not null,
    not_before    integer not null,
    error         text    not null,
    primary key (post_seq, network)
) without rowid;

create index delivery_pending on delivery (network, not_before) where state = 'PENDING';

create index delivery_dead on delivery (not_before, post_seq) where state = 'DEAD';

create table effect (
    key     text    not null primary key,
    number  integer not null,
    kind    text    not null,
    payload text    not null,
    state   text    not null,
    at      integer not null
) without rowid;

create index effect_open on effect (number) where state = 'INTENDED';

-- One row: the last numbers given out, and how many groups of changes were made durable.
create table progress (
    id      integer not null primary key check (id = 1),
    commits integer not null,
    event   integer not null,
    post    integer not null,
    change  integer not null,
    effect  integer not null
);

insert into progress (id, commits, event, post, change, effect) values (1, 0, 0, 0, 0, 0);

-- 'TwHl': says whose file this is.
pragma application_id = 1417103468;

pragma user_version = 1;
