using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>datetime.time.</summary>
internal sealed class TimeValue(TimeSpan time) : PyObject
{
    public TimeSpan Value => time;

    public override string TypeName => "datetime.time";

    public override string Str() => DateValue.TimeText(time);

    public override string Repr()
    {
        var micros = time.Ticks % TimeSpan.TicksPerSecond / 10;
        var parts = $"{time.Hours}, {time.Minutes}";
        parts += time.Seconds != 0 || micros != 0 ? $", {time.Seconds}" : string.Empty;
        return $"datetime.time({parts}{(micros != 0 ? $", {micros}" : string.Empty)})";
    }

    public override bool EqualTo(object? other) => other is TimeValue value && value.Value == time;

    public override int PythonHash() => time.GetHashCode();

    public override int? CompareTo(object? other) => other is TimeValue value ? time.CompareTo(value.Value) : null;

    public override object? GetAttribute(string name) => name switch
    {
        "hour" => (long)time.Hours,
        "minute" => (long)time.Minutes,
        "second" => (long)time.Seconds,
        "microsecond" => time.Ticks % TimeSpan.TicksPerSecond / 10,
        "tzinfo" => null,
        "isoformat" => new NativeFunction(name, _ => Str(), 0),
        "strftime" => new NativeFunction(name, a => TimeFormat.Format(DateValue.DateTime(new DateTime(1900, 1, 1) + time), StringMethods.Text(a[0])), 1),
        _ => Missing.Value,
    };
}
