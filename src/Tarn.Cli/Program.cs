using System.CommandLine;
using Tarn.Cli.Verbs;

var root = new RootCommand("Tarn: the lakehouse that fits in one process.")
{
    InitVerb.Create(),
    SqlVerb.Create(),
    TablesVerb.Create(),
    DescribeVerb.Create(),
    HistoryVerb.Create(),
    SyncVerb.Create(),
    DbtVerb.Create(),
    UpVerb.Create(),
    DownVerb.Create(),
    UserVerb.Create(),
    TokenVerb.Create(),
    JobsVerb.Create(),
    DoctorVerb.Create(),
    GenerateVerb.Create(),
    CommonOptions.Project,
    CommonOptions.Json,
};
// Verbs answer Ctrl-C themselves: the prompt outlives it.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
