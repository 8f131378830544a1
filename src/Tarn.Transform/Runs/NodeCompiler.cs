using System.Text.RegularExpressions;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;
using Tarn.Transform.Rendering;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Runs;

/// <summary>Renders a node's code and puts the ephemeral models that it uses in front of it.</summary>
internal static partial class NodeCompiler
{
    public static string Compile(ParsedProject parsed, DbtNode node, IWarehouse warehouse, CancellationToken cancellationToken) => Compile(parsed, node, warehouse, null, cancellationToken);

    /// <param name="batch">Of a microbatch model: the rows that it reads.</param>
    public static string Compile(ParsedProject parsed, DbtNode node, IWarehouse warehouse, Batch? batch, CancellationToken cancellationToken)
    {
        var (code, ephemeral) = Render(parsed, node, warehouse, batch, cancellationToken);
        var parts = new List<(string Name, string Code)>();
        foreach (var model in ephemeral)
        {
            AddEphemeral(parsed, model, warehouse, parts, batch, cancellationToken);
        }

        return parts.Count == 0 ? code : Inject(code, parts);
    }

    private static (string Code, List<DbtNode> Ephemeral) Render(ParsedProject parsed, DbtNode node, IWarehouse warehouse, Batch? batch, CancellationToken cancellationToken)
    {
        var names = new RunNames(parsed, node, warehouse, cancellationToken) { Window = batch };
        if (batch is { } own)
        {
            ((PyDict)names.Own["model"]!)["batch"] = MicrobatchRun.Value(node, own);
        }

        try
        {
            if (node.TestArguments is not null)
            {
                names.Own["_dbt_generic_test_kwargs"] = TestArguments.Render(node.TestArguments, names.Names);
            }

            return (DbtRenderer.Text(node.RawCode, names.Names), names.Ephemeral);
        }
        catch (JinjaException error)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"{NodeFactory.Title(node)}\n  {DbtError.From(error, node.RawCode).Message}", error);
        }
        catch (MacroReturn)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"{NodeFactory.Title(node)}\n  return() outside of a macro");
        }
    }

    private static void AddEphemeral(
        ParsedProject parsed, DbtNode model, IWarehouse warehouse, List<(string Name, string Code)> parts, Batch? batch, CancellationToken cancellationToken)
    {
        var name = RunNames.CteName(model);
        if (parts.Exists(p => p.Name == name))
        {
            return;
        }

        var (code, inner) = Render(parsed, model, warehouse, batch, cancellationToken);
        foreach (var child in inner)
        {
            AddEphemeral(parsed, child, warehouse, parts, batch, cancellationToken);
        }

        parts.Add((name, code));
    }

    /// <summary>Adds to the query's own WITH if it begins with one.</summary>
    public static string Inject(string code, List<(string Name, string Code)> parts)
    {
        if (parts.Count == 0)
        {
            return code;
        }

        var ctes = string.Join(", ", parts.Select(p => $" {p.Name} as (\n{p.Code}\n)"));
        var match = With().Match(code);
        return match.Success
            ? $"{code[..match.Index]}with{match.Groups["recursive"].Value}{ctes}, {code[(match.Index + match.Length)..].TrimStart()}"
            : $"with {ctes.TrimStart()} {code}";
    }

    /// <summary>The first word of the query, after comments.</summary>
    [GeneratedRegex(@"(?<=\A(?:\s|--[^\n]*(?:\n|\z)|/\*.*?\*/)*)with\b(?<recursive>\s+recursive\b)?", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex With();
}
