using System.Diagnostics.CodeAnalysis;

namespace Tarn.Security.Roles;

/// <summary>What can be asked of an authorizer. Every endpoint and statement names one.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The suffix is reserved for a code access security that .NET no longer has.")]
public enum Permission
{
    /// <summary>See that namespaces, tables, columns and models exist.</summary>
    BrowseCatalog,

    /// <summary>Read rows.</summary>
    ReadRows,

    /// <summary>Insert, update, delete and merge rows.</summary>
    WriteRows,

    /// <summary>Create, alter and drop namespaces, tables and views.</summary>
    ManageTables,

    /// <summary>Register files that exist as a table.</summary>
    RegisterTables,

    /// <summary>Start syncs and builds.</summary>
    RunPipelines,

    /// <summary>Change files of the project folder: saved queries.</summary>
    WriteProject,

    /// <summary>See and cancel one's own jobs.</summary>
    UseJobs,

    /// <summary>See and cancel everybody's jobs.</summary>
    ManageJobs,

    /// <summary>Compaction, expiry, orphan removal.</summary>
    MaintainTables,

    /// <summary>Metrics, logs, doctor.</summary>
    ReadOperations,

    /// <summary>One's own tokens and password.</summary>
    UseTokens,

    /// <summary>Users, roles, everybody's tokens.</summary>
    ManageUsers,

    /// <summary>Stop the server, change its settings.</summary>
    ManageServer,
}
