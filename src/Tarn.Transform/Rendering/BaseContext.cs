using System.Security.Cryptography;
using System.Text;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Modules;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;

namespace Tarn.Transform.Rendering;

/// <summary>What dbt puts in every context: conversions, variables, logging, modules.</summary>
public sealed class BaseContext
{
    private static readonly string[] SecretPrefixes = ["DBT_ENV_SECRET"];

    private static readonly PyDict PytzModule = DateTimeModule.Zones;
    private static readonly PyDict ReModule = RegexModule.Members;
    private static readonly PyDict IterModule = IterationModule.Members;

    private readonly IReadOnlyDictionary<string, string> environmentVariables;
    private readonly RenderLog log;

    public BaseContext(
        PyDict variables, IReadOnlyDictionary<string, string> environmentVariables, PyDict target, PyDict flags, RenderLog log, TimeProvider time)
    {
        this.environmentVariables = environmentVariables;
        this.log = log;
        Values = new Dictionary<string, object?>(StringComparer.Ordinal);
        Add("BaseContext.tojson(value, default=None, sort_keys=False)", a => Try(() => PyJson.Dump(a[0], PyIteration.IsTrue(a[2])), a[1], "ValueError"));
        Add("BaseContext.fromjson(string, default=None)", a => Try(() => PyJson.Load(JsonText(a[0])), a[1], "JSONDecodeError", "ValueError"));
        Add("BaseContext.toyaml(value, default=None, sort_keys=False)", a => Try(() => YamlText.Dump(a[0], PyIteration.IsTrue(a[2])), a[1], "ValueError", "YAMLError"));
        Add("BaseContext.fromyaml(value, default=None)", a => Try(() => YamlValues.Parse("<string>", StringMethods.Text(a[0])), a[1], "ValueError", "YAMLError", "AttributeError"));
        Add("BaseContext.local_md5(value)", a => Md5(StringMethods.Text(a[0])));
        Add("BaseContext.log(msg, info=False)", a => Log(PyIteration.IsTrue(a[1]) ? "JinjaLogInfo" : "JinjaLogDebug", a[0]));
        Add("BaseContext.print(msg)", a => Log("PrintEvent", a[0]));
        Add("BaseContext.env_var(var, default=None)", EnvironmentVariable);
        Add("BaseContext.diff_of_two_dicts(dict_a, dict_b)", a => Difference((PyDict)a[0]!, (PyDict)a[1]!));
        AddCollections();
        Values["return"] = new EarlyReturn("BaseContext._return");
        Values["modules"] = Modules(time);
        Values["flags"] = flags;
        Values["target"] = target;
        Values["env"] = target;
        Values["run_started_at"] = DateValue.DateTime(new DateTime(time.GetUtcNow().Ticks / 10 * 10), ZoneValue.Utc);
        Values["invocation_args_dict"] = new PyDict(flags.Pairs.Select(f => KeyValuePair.Create(PyText.Str(f.Key).ToLowerInvariant(), f.Value)));
        Values["invocation_id"] = Guid.NewGuid().ToString();
        Values["thread_id"] = "Thread-1 (worker)";
        Values["dbt_version"] = DbtVersion;
        Values["dbt_metadata_envs"] = new PyDict(environmentVariables.Where(e => e.Key.StartsWith("DBT_ENV_CUSTOM_ENV_", StringComparison.Ordinal))
            .Select(e => KeyValuePair.Create(e.Key["DBT_ENV_CUSTOM_ENV_".Length..], (object?)e.Value)));
        Values["var"] = new VariableLookup(variables, this);
        Values["exceptions"] = new PyDict(DbtExceptions.All(log));
        Values["builtins"] = new PyDict(Values);
    }

    /// <summary>The version of dbt whose behaviour this is.</summary>
    public const string DbtVersion = "1.12.6";

    public Dictionary<string, object?> Values { get; }

    public INames Names => new LayeredNames(Values, DbtEnvironments.Text.Globals);

    private void Add(string signature, Func<object?[], object?> body)
    {
        var parsed = new Signature(signature);
        var name = parsed.Name[(parsed.Name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        Values[name] = new NativeFunction(parsed, (_, a) => body(a));
    }

    private void AddCollections()
    {
        void Named(string name, string signature, Func<object?[], object?> body) => Values[name] = new NativeFunction(new Signature(signature), (_, a) => body(a));
        Named("set", "BaseContext._set(value, default=None)", a => Try(() => new PySet(PyIteration.Iterate(a[0])), a[1], "TypeError"));
        Named("set_strict", "BaseContext.set_strict(value)", a => Strict(() => new PySet(PyIteration.Iterate(a[0])), "SetStrictWrongTypeError"));
        Named("zip", "BaseContext._zip(*args, **kwargs)", a => Try(() => Zip((PyTuple)a[0]!), Default((PyDict)a[1]!), "TypeError"));
        Named("zip_strict", "BaseContext.zip_strict(*args)", a => Strict(() => Zip((PyTuple)a[0]!), "ZipStrictWrongTypeError"));
    }

    private static object? Default(PyDict named) => named.TryGetValue("default", out var value) ? value : null;

    private static object? Try(Func<object?> body, object? otherwise, params string[] caught)
    {
        try
        {
            return body();
        }
        catch (JinjaException error) when (caught.Contains(error.ErrorType))
        {
            return otherwise;
        }
    }

    private static object? Strict(Func<object?> body, string errorType)
    {
        try
        {
            return body();
        }
        catch (JinjaException error) when (error.ErrorType == "TypeError")
        {
            throw new JinjaException(errorType, error.Message) { Cause = error };
        }
    }

    private static PyIterator Zip(PyTuple sources)
    {
        var lists = sources.Items.Select(PyIteration.ToList).ToList();
        var length = lists.Count == 0 ? 0 : lists.Min(l => l.Count);
        return new PyIterator(Enumerable.Range(0, length).Select(i => (object?)new PyTuple(lists.ConvertAll(l => l[i]))), "zip");
    }

    private static string JsonText(object? value) => PyText.IsText(value, out var text)
        ? text
        : throw JinjaException.Type($"the JSON object must be str, bytes or bytearray, not {PyText.TypeName(value)}");

#pragma warning disable CA5351 // dbt's macros make keys with MD5; nothing is protected by it.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private string Log(string level, object? message)
    {
        log(level, PyText.Str(message));
        return string.Empty;
    }

    private object? EnvironmentVariable(object?[] a)
    {
        var name = PyText.Str(a[0]);
        if (Array.Exists(SecretPrefixes, p => name.StartsWith(p, StringComparison.Ordinal)))
        {
            throw new JinjaException(
                "SecretEnvVarLocationError", $"Secret env vars are allowed only in profiles.yml or packages.yml. Found '{name}' referenced elsewhere.");
        }

        if (environmentVariables.TryGetValue(name, out var value))
        {
            return value;
        }

        return a[1] is null ? throw new JinjaException("EnvVarMissingError", $"Env var required but not provided: '{name}'") : PyText.Str(a[1]);
    }

    private static PyDict Difference(PyDict left, PyDict right)
    {
        static List<string> Lower(object? values) => PyIteration.Iterate(values).Select(v => UnicodeCase.Lower(StringMethods.Text(v))).ToList();
        var result = new PyDict();
        foreach (var (key, values) in left.Pairs)
        {
            if (!right.TryGetValue(key, out var other))
            {
                result[key] = new PyList(PyIteration.ToList(values));
                continue;
            }

            var rest = Lower(values).Except(Lower(other), StringComparer.Ordinal).Cast<object?>().ToList();
            if (rest.Count > 0)
            {
                result[key] = new PyList(rest);
            }
        }

        return result;
    }

    private static PyDict Modules(TimeProvider time) => new(new Dictionary<string, object?>
    {
        ["pytz"] = PytzModule,
        ["datetime"] = new DateTimeModule(time).DateTimes,
        ["re"] = ReModule,
        ["itertools"] = IterModule,
    });
}
