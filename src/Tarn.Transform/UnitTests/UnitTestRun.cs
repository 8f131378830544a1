using Tarn.Transform.Artifacts;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;
using Tarn.Transform.Rendering;
using Tarn.Transform.Runs;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.UnitTests;

/// <summary>Runs one unit test: the model's code over the rows that the test gives, held against the rows that it expects. No table is read or written.</summary>
/// <remarks>The types of given rows are those of the relation that they stand for, so that it must exist, as with dbt; a fixture that is a query needs none.</remarks>
internal sealed class UnitTestRun(ParsedProject parsed, DbtNode test, IWarehouse warehouse, CancellationToken cancellationToken)
{
    private const string SideColumn = "actual_or_expected";

    private readonly List<(string Name, string Code)> inputs = [];
    private readonly Dictionary<string, string> ctes = new(StringComparer.Ordinal);

    /// <summary>Null where the rows agree, else what dbt prints of the difference.</summary>
    public string? Run()
    {
        var tested = parsed.Manifest.Nodes[test.AttachedNode!];
        foreach (var given in PyIteration.Iterate(test.Properties.TryGetValue("given", out var value) && value is not null ? value : new PyList()).OfType<PyDict>())
        {
            AddInput(tested, given);
        }

        test.CompiledCode = NodeCompiler.Inject(Code(tested), inputs);
        ArtifactWriter.WriteCompiled(parsed, test);
        try
        {
            return Compare(test.CompiledCode);
        }
        catch (DbtException error) when (error.Kind == DbtErrorKind.Database)
        {
            throw new DbtException(
                DbtErrorKind.Compilation,
                $"Runtime Error in {test.ResourceType} {test.Name} ({test.Path})\n  An error occurred during execution of unit test '{test.Name}'. There may be an error in the unit test definition: check the data types.\n   {error.Message}",
                error);
        }
    }

    private string? Compare(string code)
    {
        var expected = UnitTestFixture.Read(test, test.Properties.TryGetValue("expect", out var value) && value is PyDict dict ? dict : new PyDict());
        var all = warehouse.Run($"select * from (\n{code}\n) as described limit 0", fetch: true, cancellationToken).Columns;
        var wanted = expected.Rows.Count > 0 ? expected.Rows[0].Keys.Select(PyText.Str).ToHashSet(StringComparer.OrdinalIgnoreCase) : null;
        var unknown = wanted?.FirstOrDefault(w => !all.Any(c => c.Name.Equals(w, StringComparison.OrdinalIgnoreCase)));
        var columns = wanted is null ? all : unknown is null ? [.. all.Where(c => wanted.Contains(c.Name))] : all;
        string query;
        try
        {
            query = expected.Query(columns, "expected output");
        }
        catch (DbtException error)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"Compilation Error in {test.ResourceType} {test.Name} ({test.Path})\n  {error.Message}", error);
        }

        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        var answer = warehouse.Run(
            $"select {names}, 'actual' as \"{SideColumn}\" from (\n{code}\n) as actual_rows\nunion all\nselect {names}, 'expected' as \"{SideColumn}\" from (\n{query}\n) as expected_rows",
            fetch: true,
            cancellationToken);
        IEnumerable<IReadOnlyList<object?>> Side(string side) => answer.Rows.Where(r => (string)r[^1]! == side).Select(r => r.Take(columns.Count).ToList());
        var ordered = wanted is null ? columns : [.. expected.Rows[0].Keys.Select(k => columns.First(c => c.Name.Equals(PyText.Str(k), StringComparison.OrdinalIgnoreCase)))];
        var places = ordered.Select(o => columns.ToList().IndexOf(o)).ToList();
        IReadOnlyList<object?> Reorder(IReadOnlyList<object?> row) => [.. places.Select(p => row[p])];
        return TableDiff.Of([.. ordered.Select(c => UnicodeCase.Lower(c.Name))], Side("expected").Select(Reorder), Side("actual").Select(Reorder)) is { } diff
            ? $"\n\nactual differs from expected:\n\n{diff}"
            : null;
    }

    private void AddInput(DbtNode tested, PyDict given)
    {
        var input = PyText.Str(given["input"]).Trim();
        var target = input == "this" ? tested : Target(input);
        var fixture = UnitTestFixture.Read(test, given);
        var name = "__dbt__cte__" + (target.ResourceType == "source" ? $"{target.SourceName}__{target.Name}" : target.SearchName.Replace('.', '_'));
        ctes[target.UniqueId] = name;
        try
        {
            var columns = fixture.Sql is null ? warehouse.Columns(target.Schema, target.Alias, cancellationToken) : [];
            if (fixture.Sql is null && columns.Count == 0)
            {
                throw new DbtException(DbtErrorKind.Compilation, $"Not able to get columns for unit test '{target.Name}' from relation {target.RelationName} because the relation doesn't exist");
            }

            inputs.Add((name, fixture.Query(columns, $"'{target.Name}'")));
        }
        catch (DbtException error) when (error.Kind == DbtErrorKind.Compilation)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"Compilation Error in model {target.Name} ({test.Path})\n  {error.Message}", error);
        }
    }

    /// <summary>What <c>ref('x')</c> or <c>source('a', 'b')</c> of a given input means.</summary>
    private DbtNode Target(string input)
    {
        var probe = new DbtNode { UniqueId = test.UniqueId, ResourceType = "unit_test", Name = test.Name, Project = test.Project, Path = test.Path, Fqn = test.Fqn };
        try
        {
            DbtRenderer.Value(DbtEnvironments.Capture, $"{{{{ {input} }}}}", new ParseNames(parsed, probe, new PyDict()).Names);
        }
        catch (JinjaException error)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"Parsing Error\n  Unit test given inputs must be either a 'ref', 'source' or 'this' call. Got: '{input}'.", error);
        }

        var nodes = parsed.Manifest.Nodes.Values;
        var found = probe.Refs.Count > 0 ? GraphLinker.FindRef(nodes, test.PackageName, parsed.Root.Name, probe.Refs[0].Package, probe.Refs[0].Name, probe.Refs[0].Version)
            : probe.Sources.Count > 0 ? nodes.FirstOrDefault(n => n.ResourceType == "source" && n.SourceName == probe.Sources[0].Source && n.Name == probe.Sources[0].Table)
            : throw new DbtException(DbtErrorKind.Compilation, $"Parsing Error\n  Unit test given inputs must be either a 'ref', 'source' or 'this' call. Got: '{input}'.");
        return found ?? throw new DbtException(DbtErrorKind.Compilation, $"Parsing Error\n  Unit test '{test.Name}' had an input ({input}) which was not found in the manifest.");
    }

    private string Code(DbtNode tested)
    {
        var names = new RunNames(parsed, tested, warehouse, cancellationToken) { Resolve = Input };
        if (ctes.TryGetValue(tested.UniqueId, out var self))
        {
            names.Own["this"] = new RelationValue(null, null, self, "cte");
        }

        if (test.Properties.TryGetValue("overrides", out var value) && value is PyDict overrides)
        {
            Override(names, overrides);
        }

        try
        {
            return DbtRenderer.Text(tested.RawCode, names.Names);
        }
        catch (JinjaException error)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"Compilation Error in {test.ResourceType} {test.Name} ({test.Path})\n  {DbtError.From(error, tested.RawCode).Message}", error);
        }
    }

    private RelationValue Input(DbtNode target) => ctes.TryGetValue(target.UniqueId, out var name)
        ? new RelationValue(null, null, name, "cte")
        : throw new JinjaException("TargetNotFoundError", $"{test.ResourceType} '{test.UniqueId}' ({test.Path}) depends on {target.ResourceType} '{target.Name}', for which it gives no rows");

    private static void Override(RunNames names, PyDict overrides)
    {
        PyDict Part(string key) => overrides.TryGetValue(key, out var value) && value is PyDict dict ? dict : new PyDict();
        foreach (var (name, result) in Part("macros").Pairs)
        {
            names.Scope.Forced[PyText.Str(name).Split('.')[^1]] = new NativeFunction(PyText.Str(name), (_, _) => result);
        }

        if (Part("vars") is { Count: > 0 } variables)
        {
            names.Override("var", lookup => ((VariableLookup)lookup).With(variables));
        }

        if (Part("env_vars") is { Count: > 0 } environment)
        {
            names.Override("env_var", original => new NativeFunction("env_var", (context, a) =>
                environment.TryGetValue(a.Positional[0], out var value) ? PyText.Str(value) : ((PyObject)original).Call(context, a)));
        }
    }
}
