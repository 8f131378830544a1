using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>datetime.timedelta.</summary>
internal sealed class DurationValue(TimeSpan value) : PyObject
{
    public TimeSpan Value => value;

    public override string TypeName => "datetime.timedelta";

    public override bool IsTrue => value != TimeSpan.Zero;

    private long Days => (long)Math.Floor(value.TotalDays);

    private TimeSpan Rest => value - TimeSpan.FromDays(Days);

    private long Micros => Rest.Ticks % TimeSpan.TicksPerSecond / 10;

    private long Seconds => Rest.Ticks / TimeSpan.TicksPerSecond;

    public override string Str()
    {
        var days = Days == 0 ? string.Empty : $"{Days} day{(Math.Abs(Days) == 1 ? string.Empty : "s")}, ";
        var micros = Micros == 0 ? string.Empty : $".{Micros:000000}";
        return $"{days}{Seconds / 3600}:{Seconds / 60 % 60:00}:{Seconds % 60:00}{micros}";
    }

    public override string Repr()
    {
        var parts = new[] { ("days", Days), ("seconds", Seconds), ("microseconds", Micros) }.Where(p => p.Item2 != 0).Select(p => $"{p.Item1}={p.Item2}").ToList();
        return $"datetime.timedelta({(parts.Count == 0 ? "0" : string.Join(", ", parts))})";
    }

    public override bool EqualTo(object? other) => other is DurationValue duration && duration.Value == value;

    public override int PythonHash() => value.GetHashCode();

    public override int? CompareTo(object? other) => other is DurationValue duration ? value.CompareTo(duration.Value) : null;

    public override object? GetAttribute(string name) => name switch
    {
        "days" => Days,
        "seconds" => Seconds,
        "microseconds" => Micros,
        "total_seconds" => new NativeFunction(name, _ => value.TotalSeconds, 0),
        _ => Missing.Value,
    };

    public override object? Operate(string op, object? right) => (op, right) switch
    {
        ("neg", _) => new DurationValue(-value),
        ("abs", _) => new DurationValue(value.Duration()),
        ("+", DurationValue other) => new DurationValue(value + other.Value),
        ("-", DurationValue other) => new DurationValue(value - other.Value),
        ("*", long or double) => Scale(PyNumber.ToDouble(right)),
        ("/", DurationValue other) => value / other.Value,
        ("/", long or double) => Scale(1 / PyNumber.ToDouble(right)),
        ("//", DurationValue other) => (long)Math.Floor(value / other.Value),
        ("//", long number) => new DurationValue(TimeSpan.FromTicks((long)Math.Floor(value.Ticks / 10.0 / number) * 10)),
        _ => Missing.Value,
    };

    public override object? OperateReflected(string op, object? left) => op == "*" && left is long or double ? Scale(PyNumber.ToDouble(left)) : Missing.Value;

    private DurationValue Scale(double factor) => new(TimeSpan.FromTicks((long)Math.Round(value.Ticks / 10.0 * factor, MidpointRounding.ToEven) * 10));
}
