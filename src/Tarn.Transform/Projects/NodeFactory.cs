using Tarn.Transform.Graph;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Rendering;

namespace Tarn.Transform.Projects;

/// <summary>Makes nodes: collects what a file calls while it is rendered for parsing, merges configuration, names the relation.</summary>
internal sealed class NodeFactory(ParsedProject parsed)
{
    /// <summary>Renders a node's code without a warehouse and notes refs, sources and config.</summary>
    public void Capture(DbtNode node, PyDict properties, string section)
    {
        var inline = new PyDict();
        node.Properties = properties;
        node.Config = Configuration(node, properties, inline, section);
        try
        {
            var names = new ParseNames(parsed, node, inline);
            if (node.TestName is null)
            {
                DbtRenderer.Value(DbtEnvironments.Capture, node.RawCode, names.Names);
            }
            else
            {
                CaptureTest(node, names);
            }
        }
        catch (JinjaException error)
        {
            var dbt = DbtError.From(error, node.RawCode);
            if (dbt.Cause == "EnvVarMissingError")
            {
                throw new DbtException(DbtErrorKind.Compilation, $"Parsing Error\n  {dbt.Message}", error);
            }

            throw new DbtException(DbtErrorKind.Compilation, $"{Title(node)}\n  {dbt.Message}", error);
        }
        catch (MacroReturn)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"{Title(node)}\n  return() outside of a macro");
        }

        node.Config = Configuration(node, properties, inline, section);
        Name(node);
    }

    public static string Title(DbtNode node) => $"Compilation Error in {node.ResourceType} {node.Name} ({node.Path})";

    /// <summary>Values of YAML: text is rendered, everything else stays.</summary>
    public object? Render(object? value, DbtProject project) => value switch
    {
        string text => DbtRenderer.Native(text, parsed.ContextOf(project).Names),
        PyList list => new PyList(list.Items.Select(i => Render(i, project))),
        PyDict dict => RenderDict(dict, project),
        _ => value,
    };

    public void Name(DbtNode node)
    {
        var names = new ParseNames(parsed, node, new PyDict());
        node.Database = Generate(names, "generate_database_name", node.Config, "database");
        node.Schema = Generate(names, "generate_schema_name", node.Config, "schema");
        node.Alias = Generate(names, "generate_alias_name", node.Config, "alias");
        if (node.ResourceType == "snapshot")
        {
            // The older settings name the place itself; no macro has a say.
            node.Schema = node.Config.TryGetValue("target_schema", out var schema) && schema is not null ? PyText.Str(schema) : node.Schema;
            node.Database = node.Config.TryGetValue("target_database", out var database) && database is not null ? PyText.Str(database) : node.Database;
        }
    }

    private static string Generate(ParseNames names, string macro, PyDict config, string key)
    {
        config.TryGetValue(key, out var custom);
        var context = new CallContext(DbtEnvironments.Capture, null, false);
        var function = names.Names.TryGet(macro, out var value) ? (PyObject)value! : throw new DbtException(DbtErrorKind.Compilation, $"macro {macro} is missing");
        return PyText.Str(function.Call(context, new Arguments(custom, names.ModelValue))).Trim();
    }

    private static void CaptureTest(DbtNode node, ParseNames names)
    {
        var kwargs = TestArguments.Render(node.TestArguments!, names.Names);
        names.Own["_dbt_generic_test_kwargs"] = kwargs;
        DbtRenderer.Value(DbtEnvironments.Capture, TestArguments.Code(node.TestName!), names.Names);
    }

    private PyDict Configuration(DbtNode node, PyDict properties, PyDict inline, string section)
    {
        var config = NodeConfigs.Defaults(node.ResourceType);
        var trees = node.Project.IsRoot ? [node.Project] : new[] { node.Project, parsed.Root };
        foreach (var name in section == "data_tests" ? ["tests", "data_tests"] : new[] { section })
        {
            foreach (var level in trees.SelectMany(p => NodeConfigs.Levels(p.Configs(name), node.Fqn)))
            {
                NodeConfigs.Merge(config, level);
            }
        }

        foreach (var key in new[] { "tags", "meta", "docs", "group", "access" })
        {
            if (properties.TryGetValue(key, out var value) && value is not null && node.ResourceType != "test")
            {
                NodeConfigs.Merge(config, new PyDict(new Dictionary<string, object?> { [key] = Render(value, node.Project) }));
            }
        }

        if (properties.TryGetValue("config", out var own) && own is PyDict dict)
        {
            NodeConfigs.Merge(config, (PyDict)Render(dict, node.Project)!);
        }

        NodeConfigs.Merge(config, inline);
        if (node.ResourceType == "test" && config["store_failures"] is null && parsed.Options.Flags.TryGetValue("STORE_FAILURES", out var stored))
        {
            config["store_failures"] = stored;
        }

        return config;
    }

    private PyDict RenderDict(PyDict dict, DbtProject project)
    {
        var result = new PyDict();
        foreach (var (key, value) in dict.Pairs)
        {
            result[key] = key is "pre-hook" or "post-hook" or "pre_hook" or "post_hook" ? value : Render(value, project);
        }

        return result;
    }
}
