using System.Collections.Immutable;

namespace Tarn.Storage.State;

/// <summary>All steps from an empty file to the schema of this program. A released step is never edited; a change is a new one.</summary>
static class Migrations
{
    public static ImmutableArray<Migration> All { get; } = [new(1, Version1), new(2, Version2), new(3, Version3)];

    /// <remarks>
    /// Names of namespaces are their levels joined by the unit separator (U+001F), as Iceberg's REST protocol joins them. Tables and views share a name space,
    /// so they share a table. Instants are microseconds since 1970 in UTC.
    /// </remarks>
    const string Version1 = """
        CREATE TABLE namespaces (
            name TEXT NOT NULL PRIMARY KEY,
            properties TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE entries (
            namespace TEXT NOT NULL REFERENCES namespaces (name),
            name TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('table', 'view')),
            uuid TEXT NOT NULL,
            metadata_location TEXT NOT NULL,
            PRIMARY KEY (namespace, name)
        ) WITHOUT ROWID;

        CREATE TABLE jobs (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            principal TEXT NOT NULL,
            title TEXT NOT NULL,
            cause TEXT NOT NULL,
            parent TEXT,
            state TEXT NOT NULL,
            queued INTEGER NOT NULL,
            started INTEGER,
            ended INTEGER,
            phases TEXT NOT NULL,
            rows INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            fraction REAL,
            total_rows INTEGER,
            error_kind TEXT,
            error_message TEXT,
            host TEXT NOT NULL,
            process INTEGER NOT NULL,
            process_start TEXT NOT NULL,
            heartbeat INTEGER NOT NULL,
            cancel_requested_by TEXT
        );
        CREATE INDEX jobs_unfinished ON jobs (host, process) WHERE state IN ('queued', 'running');
        CREATE INDEX jobs_parent ON jobs (parent) WHERE parent IS NOT NULL;
        CREATE INDEX jobs_ended ON jobs (ended) WHERE ended IS NOT NULL;

        CREATE TABLE users (
            name TEXT NOT NULL PRIMARY KEY,
            password TEXT,
            roles TEXT NOT NULL,
            disabled INTEGER NOT NULL,
            created INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE tokens (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
            name TEXT NOT NULL,
            hash BLOB NOT NULL UNIQUE,
            created INTEGER NOT NULL,
            expires INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX tokens_user ON tokens (user);
        CREATE INDEX tokens_expires ON tokens (expires);
        """;

    /// <remarks>What REST clients were answered under their idempotency keys.</remarks>
    const string Version2 = """
        CREATE TABLE idempotent_answers (
            key TEXT NOT NULL PRIMARY KEY,
            request TEXT NOT NULL,
            status INTEGER NOT NULL,
            body BLOB,
            reload TEXT,
            answered INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX idempotent_answers_answered ON idempotent_answers (answered);
        """;

    /// <remarks>Syncs, builds and maintenance are few among the statements. Drafts are what a person typed and did not save.</remarks>
    const string Version3 = """
        CREATE INDEX jobs_pipelines ON jobs (kind, id) WHERE kind <> 'query';

        CREATE TABLE drafts (
            principal TEXT NOT NULL,
            id TEXT NOT NULL,
            body TEXT NOT NULL,
            changed INTEGER NOT NULL,
            PRIMARY KEY (principal, id)
        ) WITHOUT ROWID;
        """;
}
