using System.Collections.Immutable;
using System.Globalization;

namespace Tarn.Engine.Sessions;

/// <summary>Values for <c>?</c>, <c>$1</c> (keys "1", "2", …) or <c>$name</c>. Types are those that <see cref="Native.ParameterValue"/> takes.</summary>
public sealed class StatementParameters
{
    StatementParameters(IReadOnlyDictionary<string, object?> values) => Values = values;

    public static StatementParameters None { get; } = new(ImmutableDictionary<string, object?>.Empty);

    public IReadOnlyDictionary<string, object?> Values { get; }

    /// <summary>Values in order, from <c>$1</c> on.</summary>
    public static StatementParameters Of(params IReadOnlyList<object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(values.Select((value, i) => (value, i)).ToDictionary(p => (p.i + 1).ToString(CultureInfo.InvariantCulture), p => p.value));
    }

    /// <summary>Values by name, without the dollar sign.</summary>
    public static StatementParameters Named(IReadOnlyDictionary<string, object?> values) => new(values);
}
