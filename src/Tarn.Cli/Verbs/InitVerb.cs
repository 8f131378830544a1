using System.CommandLine;
using Tarn.Project;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn init DIR [--example shop]</c></summary>
static class InitVerb
{
    static readonly Argument<string> Folder = new("DIR") { Description = "The folder to create; it must not hold a project yet." };
    static readonly Option<string?> Example = new("--example") { Description = "Start from an example: shop.", HelpName = "NAME" };

    public static Command Create() => Verb.Create("init", "Create a project folder.", RunAsync, Folder, Example);

    static Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(context.Parsed.GetValue(Folder)!);
        if (File.Exists(Path.Combine(target, "tarn.yaml")))
            throw new UsageException($"{target} is a project folder already; nothing was changed.");
        var created = context.Parsed.GetValue(Example) is { } example ? CopyExample(example, target, cancellationToken) : WriteEmptyProject(target);
        _ = ProjectFolder.Open(target);
        if (context.Json) Console.WriteLine($"{{\"project\":{System.Text.Json.JsonSerializer.Serialize(target)},\"files\":{created}}}");
        else Console.WriteLine($"Created {target} ({created} files).");
        return Task.FromResult(ExitCode.Success);
    }

    static int CopyExample(string example, string target, CancellationToken cancellationToken)
    {
        var examples = Path.Combine(AppContext.BaseDirectory, "examples");
        var source = Path.Combine(examples, example);
        if (example.Contains('/') || !Directory.Exists(source))
        {
            var known = Directory.Exists(examples) ? string.Join(", ", Directory.GetDirectories(examples).Select(Path.GetFileName).Order()) : "none";
            throw new UsageException($"There is no example \"{example}\"; there is: {known}.");
        }

        var files = Directory.GetFiles(source, "*", SearchOption.AllDirectories);

        // tarn.yaml comes last: a copy that was cut off is no project yet, and the same command completes it.
        foreach (var file in files.OrderBy(f => Path.GetFileName(f) == "tarn.yaml"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var destination = Path.Combine(target, Path.GetRelativePath(source, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            File.Copy(file, destination, overwrite: true);
        }

        return files.Length;
    }

    static int WriteEmptyProject(string target)
    {
        var files = new Dictionary<string, string>
        {
            ["sources/.gitkeep"] = "",
            ["models/.gitkeep"] = "",
            ["dbt_project.yml"] = $"name: {ProjectName(target)}\nversion: '1.0'\nprofile: tarn\n",
            ["tarn.yaml"] = "# Everything has a default; the reference lists what can stand here.\n",
        };
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(target, name);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path)) File.WriteAllText(path, content);
        }

        return files.Count;
    }

    /// <summary>dbt's project names are letters, digits and underscores.</summary>
    static string ProjectName(string target)
    {
        var name = new string([.. Path.GetFileName(target).Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_')]).Trim('_');
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "project" : name;
    }
}
