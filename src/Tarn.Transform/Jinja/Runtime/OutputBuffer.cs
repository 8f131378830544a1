using System.Text;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>What a template has written: text, or in native mode the values themselves.</summary>
internal sealed class OutputBuffer(bool native)
{
    private readonly StringBuilder text = new();
    private readonly List<object?> values = [];
    private string? failure;
    private int count;

    public bool IsNative => native;

    public void Write(string part)
    {
        count++;
        if (native)
        {
            values.Add(part);
        }
        else
        {
            text.Append(part);
        }
    }

    /// <summary>Writes a value as it is; in text mode anything but text makes the joining fail, as in Jinja.</summary>
    public void WriteRaw(object? value)
    {
        if (native)
        {
            values.Add(value);
        }
        else if (PyText.IsText(value, out var part))
        {
            text.Append(part);
        }
        else
        {
            failure ??= $"sequence item {count}: expected str instance, {PyText.TypeName(value)} found";
        }

        count++;
    }

    public object? Join(JinjaEnvironment environment)
    {
        if (native)
        {
            return environment.Concat(values);
        }

        return failure is null ? text.ToString() : throw JinjaException.Type(failure);
    }
}
