using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>
/// dbt's merging of configuration: project file from outer to inner, then properties, then config() in the file. Tags add up, meta merges by key,
/// hooks append, everything else is replaced, and null never clears.
/// </summary>
internal static class NodeConfigs
{
    public static PyDict Defaults(string resourceType)
    {
        if (resourceType == "unit_test")
        {
            return new PyDict(new Dictionary<string, object?> { ["enabled"] = true, ["tags"] = new PyList(), ["meta"] = new PyDict() });
        }

        if (resourceType == "exposure")
        {
            return new PyDict(new Dictionary<string, object?> { ["tags"] = new PyList(), ["meta"] = new PyDict() });
        }

        var config = new PyDict(new Dictionary<string, object?>
        {
            ["enabled"] = true, ["alias"] = null, ["schema"] = null, ["database"] = null, ["tags"] = new PyList(), ["meta"] = new PyDict(), ["group"] = null,
            ["materialized"] = resourceType switch { "seed" => "seed", "test" => "test", "snapshot" => "snapshot", _ => "view" },
            ["persist_docs"] = new PyDict(), ["post-hook"] = new PyList(), ["pre-hook"] = new PyList(), ["quoting"] = new PyDict(), ["column_types"] = new PyDict(),
            ["full_refresh"] = null, ["unique_key"] = null, ["on_schema_change"] = "ignore", ["incremental_strategy"] = null, ["packages"] = new PyList(),
        });
        if (resourceType == "test")
        {
            foreach (var (key, value) in new (string, object?)[]
            {
                ("severity", "ERROR"), ("store_failures", null), ("where", null), ("limit", null), ("fail_calc", "count(*)"), ("warn_if", "!= 0"), ("error_if", "!= 0"),
                ("schema", "dbt_test__audit"),
            })
            {
                config[key] = value;
            }
        }

        return config;
    }

    /// <summary>Levels of a project's tree that apply to a node, the outermost first.</summary>
    public static IEnumerable<PyDict> Levels(PyDict tree, IEnumerable<string> fqn)
    {
        yield return Level(tree);
        foreach (var part in fqn)
        {
            if (!tree.TryGetValue(part, out var child) || child is not PyDict next)
            {
                yield break;
            }

            tree = next;
            yield return Level(tree);
        }
    }

    public static void Merge(PyDict config, PyDict values)
    {
        foreach (var (key, value) in values.Pairs)
        {
            var name = Canonical(PyText.Str(key));
            if (value is null)
            {
                continue;
            }

            config[name] = name switch
            {
                "tags" => Union(config, value),
                "meta" => MergedMeta(config, value),
                "pre-hook" or "post-hook" => new PyList([.. Existing(config, name), .. Listed(value)]),
                _ => value,
            };
        }
    }

    public static IEnumerable<object?> Listed(object? value) => value is PyList list ? list.Items : [value];

    private static string Canonical(string name) => name switch
    {
        "pre_hook" => "pre-hook",
        "post_hook" => "post-hook",
        _ => name,
    };

    private static IEnumerable<object?> Existing(PyDict config, string name) => config.TryGetValue(name, out var value) && value is PyList list ? list.Items : [];

    private static PyList Union(PyDict config, object value) =>
        new([.. Existing(config, "tags").Concat(Listed(value)).Select(t => (object?)PyText.Str(t)).Distinct()]);

    private static PyDict MergedMeta(PyDict config, object value)
    {
        var result = config.TryGetValue("meta", out var known) && known is PyDict dict ? new PyDict(dict) : new PyDict();
        foreach (var (key, item) in (value as PyDict ?? new PyDict()).Pairs)
        {
            result[key] = item;
        }

        return result;
    }

    private static PyDict Level(PyDict tree)
    {
        var result = new PyDict();
        foreach (var (key, value) in tree.Pairs)
        {
            var name = PyText.Str(key);
            if (name.StartsWith('+'))
            {
                result[name[1..].Trim()] = value;
            }
            else if (value is not PyDict)
            {
                result[name] = value;
            }
        }

        return result;
    }
}
