using System.Text.Json;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;
using Tarn.Transform.Rendering;

namespace Tarn.Transform.Tests.Rendering;

/// <summary>One recorded template: runs it and says how the result differs from dbt's.</summary>
internal sealed class CorpusCase(JsonElement json, string macros)
{
    public string Id => json.GetProperty("id").GetString()!;

    private string Template => json.GetProperty("template").GetString()!;

    private string Mode => json.GetProperty("mode").GetString()!;

    public string? Difference()
    {
        var log = new List<(string Level, string Message)>();
        var expect = json.GetProperty("expect");
        string? difference;
        try
        {
            var environment = Mode switch { "native" => DbtEnvironments.Native, "capture" => DbtEnvironments.Capture, _ => DbtEnvironments.Text };
            var value = DbtRenderer.Value(environment, Template, Names(log));
            difference = expect.TryGetProperty("error", out _) ? $"no error, got {PyText.Repr(value)}" : Compare(value, expect);
        }
        catch (JinjaException error)
        {
            difference = Compare(DbtError.From(error, Template), expect);
        }
        catch (MacroReturn)
        {
            difference = "MacroReturn escaped";
        }

        return difference ?? CompareLog(log, expect);
    }

    private static string? Compare(object? value, JsonElement expect)
    {
        if (expect.TryGetProperty("output", out var output))
        {
            return PyText.Str(value) == output.GetString() ? null : $"{PyText.Quote(PyText.Str(value))} instead of {PyText.Quote(output.GetString()!)}";
        }

        if (!expect.TryGetProperty("repr", out var repr))
        {
            return $"no error, got {PyText.Repr(value)}";
        }

        var type = PyText.TypeName(value).Split('.')[^1];
        var got = $"{type}:{PyText.Repr(value)}";
        var wanted = $"{expect.GetProperty("type").GetString()}:{repr.GetString()}";
        return got == wanted ? null : $"{got} instead of {wanted}";
    }

    private static string? Compare(DbtError error, JsonElement expect)
    {
        if (!expect.TryGetProperty("error", out var wanted))
        {
            return $"raised {error}";
        }

        int? Number(string name) => wanted.TryGetProperty(name, out var line) ? line.GetInt32() : null;
        var expected = new DbtError(
            wanted.GetProperty("type").GetString()!, wanted.GetProperty("cause").GetString()!, wanted.GetProperty("message").GetString()!, Number("line"), Number("outer_line"));
        return error == expected ? null : $"{error} instead of {expected}";
    }

    private static string? CompareLog(List<(string Level, string Message)> log, JsonElement expect)
    {
        var got = string.Join('|', log.Select(l => $"{l.Level}:{l.Message}"));
        var wanted = expect.TryGetProperty("log", out var lines) ? string.Join('|', lines.EnumerateArray().Select(l => $"{l[0].GetString()}:{l[1].GetString()}")) : string.Empty;
        return got == wanted ? null : $"log {got} instead of {wanted}";
    }

    private PyDict Dict(string name) => json.TryGetProperty(name, out var value) ? (PyDict)PyJson.Convert(value)! : new PyDict();

    private INames Names(List<(string, string)> log)
    {
        var env = Dict("env").Pairs.ToDictionary(p => (string)p.Key!, p => (string)p.Value!);
        var target = (PyDict)PyJson.Load("""{"name":"dev","schema":"main","database":"tarn","type":"tarn","threads":1,"profile_name":"corpus","target_name":"dev"}""")!;
        var flags = new PyDict(new Dictionary<string, object?> { ["FULL_REFRESH"] = false });
        var context = new BaseContext(Dict("vars"), env, target, flags, (level, message) => log.Add((level, message)), TimeProvider.System);
        context.Values["execute"] = true;
        foreach (var (key, value) in Dict("context").Pairs)
        {
            context.Values[(string)key!] = value;
        }

        if (json.TryGetProperty("macros", out _))
        {
            foreach (var block in BlockScanner.Scan(macros))
            {
                context.Values[block.Name] = MacroFunction.ForMacro(block.Name, block.Text, DbtEnvironments.Text, context.Names);
            }
        }

        context.Values["context"] = new NamesValue(context.Names);
        return context.Names;
    }
}
