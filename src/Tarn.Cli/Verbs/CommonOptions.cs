using System.CommandLine;

namespace Tarn.Cli.Verbs;

/// <summary>Options that each verb has.</summary>
static class CommonOptions
{
    public static Option<string?> Project { get; } = new("--project")
    {
        Description = "The project folder. Default: the nearest folder with a tarn.yaml, from here upward.",
        HelpName = "DIR",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print data and errors as JSON.",
        Recursive = true,
    };
}
