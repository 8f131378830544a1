using System.Globalization;
using Tarn.Engine.Sql.Lexing;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Sql.Statements;

/// <summary>The clauses of ALTER TABLE for branches and tags.</summary>
internal static class ReferenceClauses
{
    public static SnapshotRefChange? TryParse(TokenCursor cursor)
    {
        if (cursor.TryTake("CREATE", "OR", "REPLACE", "BRANCH")) return ParseCreate(cursor, SnapshotRefType.Branch, ExistingRef.Replace);
        if (cursor.TryTake("CREATE", "OR", "REPLACE", "TAG")) return ParseCreate(cursor, SnapshotRefType.Tag, ExistingRef.Replace);
        if (cursor.TryTake("CREATE", "BRANCH")) return ParseCreate(cursor, SnapshotRefType.Branch, Existing(cursor));
        if (cursor.TryTake("CREATE", "TAG")) return ParseCreate(cursor, SnapshotRefType.Tag, Existing(cursor));
        if (cursor.TryTake("REPLACE", "BRANCH")) return ParseReplace(cursor, SnapshotRefType.Branch);
        if (cursor.TryTake("REPLACE", "TAG")) return ParseReplace(cursor, SnapshotRefType.Tag);
        if (cursor.TryTake("DROP", "BRANCH")) return ParseDrop(cursor, SnapshotRefType.Branch);
        return cursor.TryTake("DROP", "TAG") ? ParseDrop(cursor, SnapshotRefType.Tag) : null;
    }

    static ExistingRef Existing(TokenCursor cursor) => cursor.TryTake("IF", "NOT", "EXISTS") ? ExistingRef.Keep : ExistingRef.Fail;

    static SnapshotRefChange.Create ParseCreate(TokenCursor cursor, SnapshotRefType type, ExistingRef existing)
    {
        var name = cursor.ExpectName("its name");
        var (snapshotId, retention) = (ParseVersion(cursor), ParseRetention(cursor, type));
        return new SnapshotRefChange.Create(name, type, snapshotId)
        {
            Existing = existing, MaxRefAgeMs = retention.MaxRefAgeMs, MinSnapshotsToKeep = retention.MinSnapshots, MaxSnapshotAgeMs = retention.MaxSnapshotAgeMs,
        };
    }

    static SnapshotRefChange.Replace ParseReplace(TokenCursor cursor, SnapshotRefType type)
    {
        var name = cursor.ExpectName("its name");
        var (snapshotId, retention) = (ParseVersion(cursor), ParseRetention(cursor, type));
        return new SnapshotRefChange.Replace(name, type, snapshotId)
        {
            MaxRefAgeMs = retention.MaxRefAgeMs, MinSnapshotsToKeep = retention.MinSnapshots, MaxSnapshotAgeMs = retention.MaxSnapshotAgeMs,
        };
    }

    static SnapshotRefChange.Drop ParseDrop(TokenCursor cursor, SnapshotRefType type)
    {
        var ifExists = cursor.TryTake("IF", "EXISTS");
        return new SnapshotRefChange.Drop(cursor.ExpectName("its name"), type, ifExists);
    }

    static long? ParseVersion(TokenCursor cursor) => cursor.TryTake("AS", "OF", "VERSION") ? Number(cursor, "a snapshot id") : null;

    static (long? MaxRefAgeMs, int? MinSnapshots, long? MaxSnapshotAgeMs) ParseRetention(TokenCursor cursor, SnapshotRefType type)
    {
        long? age = cursor.TryTake("RETAIN") ? Span(cursor, Number(cursor, "a number")) : null;
        if (type == SnapshotRefType.Tag || !cursor.TryTake("WITH", "SNAPSHOT", "RETENTION")) return (age, null, null);
        var number = Number(cursor, "a number");
        if (!cursor.TryTake("SNAPSHOTS")) return (age, null, Span(cursor, number));
        if (number is < 1 or > int.MaxValue) throw cursor.Error(EngineErrorKind.InvalidInput, "At least one snapshot is kept.", cursor.PeekAt(-2).Start);
        return (age, (int)number, cursor.Current.Kind == TokenKind.Number ? Span(cursor, Number(cursor, "a number")) : null);
    }

    static long Number(TokenCursor cursor, string what)
    {
        if (cursor.Current.Kind is not (TokenKind.Number or TokenKind.String) || !long.TryParse(cursor.Current.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw cursor.Expected(what);
        cursor.Take();
        return number;
    }

    static long Span(TokenCursor cursor, long number)
    {
        var minutes = cursor.TryTake("DAYS") || cursor.TryTake("DAY") ? 1440
            : cursor.TryTake("HOURS") || cursor.TryTake("HOUR") ? 60
            : cursor.TryTake("MINUTES") || cursor.TryTake("MINUTE") ? 1
            : throw cursor.Expected("DAYS", "HOURS", "MINUTES");
        if (number is < 1 or > 1_000_000_000) throw cursor.Error(EngineErrorKind.InvalidInput, "A time to keep something is at least one unit, and below a billion.", cursor.PeekAt(-2).Start);
        return number * minutes * 60_000;
    }
}
