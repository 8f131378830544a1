using System.Collections.Immutable;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Sql.Select;

/// <summary>
/// Table names of more than three parts, which the executor's grammar does not have: each is replaced by a word of the same length before it parses,
/// so that no position moves, and found again by its place.
/// </summary>
internal sealed class LongNames
{
    readonly Dictionary<int, ObjectName> _chains;

    LongNames(Dictionary<int, ObjectName> chains) => _chains = chains;

    public static LongNames None { get; } = new([]);

    public int Count => _chains.Count;

    public ObjectName? At(int start) => _chains.GetValueOrDefault(start);

    /// <summary>Chains of four and more names at places of the query where a table can stand; <paramref name="not"/> are known to be columns.</summary>
    public static LongNames Find(SqlText sql, TextSlice query, IReadOnlySet<int> not)
    {
        var chains = new Dictionary<int, ObjectName>();
        for (var i = Math.Max(1, sql.TokenAt(query.Start)); i < sql.Tokens.Count && sql.Tokens[i].Start < query.End; i++)
        {
            if (!sql.Tokens[i].IsName || sql.Tokens[i - 1].IsSymbol(".") || not.Contains(sql.Tokens[i].Start)) continue;
            var before = sql.Tokens[i - 1];
            if (!before.IsAny("FROM", "JOIN", "TABLE", "PIVOT", "UNPIVOT", "DESCRIBE", "DESC", "SUMMARIZE") && !before.IsSymbol(",") && !before.IsSymbol("(") && !before.IsSymbol(":"))
                continue;
            if (Chain(sql, i) is { Parts.Length: > 3 } chain) chains[chain.Start] = chain;
        }
        return new LongNames(chains);
    }

    /// <summary>The text with each chain replaced.</summary>
    public string Replace(string text)
    {
        var characters = text.ToCharArray();
        var number = 0;
        foreach (var chain in _chains.Values)
            $"q{number++}".PadRight(chain.End - chain.Start, '_').CopyTo(0, characters, chain.Start, chain.End - chain.Start);
        return new string(characters);
    }

    /// <summary>The starts of chains that no table reference uses: they were columns.</summary>
    public IEnumerable<int> Unused(IEnumerable<TableReference> tables) => _chains.Keys.Except(tables.Select(t => t.Start));

    static ObjectName Chain(SqlText sql, int index)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var start = sql.Tokens[index].Start;
        while (true)
        {
            parts.Add(sql.Tokens[index].Value);
            if (!sql.Tokens[index + 1].IsSymbol(".") || !sql.Tokens[index + 2].IsName) break;
            index += 2;
        }
        return new ObjectName(parts.ToImmutable(), start, sql.Tokens[index].End);
    }
}
