using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

public sealed class TableRequirementsTests
{
    static readonly TableMetadata Empty = TestTables.New();

    static readonly TableMetadata Table = new TableMetadataBuilder(Empty, null, TimeProvider.System)
        .Apply([new TableUpdate.AddSnapshot(TestTables.Snapshot(Empty, 7)), new TableUpdate.SetSnapshotRef("main", SnapshotRef.Branch(7))]).Build();

    public static TheoryData<TableRequirement, string?> Cases => new()
    {
        { new TableRequirement.AssertCreate(), "Requirement failed: table already exists" },
        { new TableRequirement.AssertTableUuid(Table.TableUuid!.Value), null },
        { new TableRequirement.AssertTableUuid(Guid.Empty), $"Requirement failed: UUID does not match: expected {Table.TableUuid} != {Guid.Empty}" },
        { new TableRequirement.AssertRefSnapshotId("main", 7), null },
        { new TableRequirement.AssertRefSnapshotId("main", 6), "Requirement failed: branch main has changed: expected id 6 != 7" },
        { new TableRequirement.AssertRefSnapshotId("main", null), "Requirement failed: branch main was created concurrently" },
        { new TableRequirement.AssertRefSnapshotId("x", null), null },
        { new TableRequirement.AssertRefSnapshotId("x", 7), "Requirement failed: branch or tag x is missing, expected 7" },
        { new TableRequirement.AssertLastAssignedFieldId(3), "Requirement failed: last assigned field id changed: expected id 3 != 4" },
        { new TableRequirement.AssertCurrentSchemaId(1), "Requirement failed: current schema changed: expected id 1 != 0" },
        { new TableRequirement.AssertLastAssignedPartitionId(1), "Requirement failed: last assigned partition id changed: expected id 1 != 1000" },
        { new TableRequirement.AssertDefaultSpecId(4), "Requirement failed: default partition spec changed: expected id 4 != 0" },
        { new TableRequirement.AssertDefaultSortOrderId(4), "Requirement failed: default sort order changed: expected id 4 != 0" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Requirements_answer_with_the_references_messages_and_survive_JSON(TableRequirement requirement, string? failure)
    {
        Assert.Equal(failure, TableRequirements.FirstFailure([requirement], Table));
        Assert.Equal(requirement, TableRequirementJson.FromJson(TableRequirementJson.ToJson(requirement)));
    }

    [Fact]
    public void Only_creation_may_happen_without_a_table()
    {
        Assert.Null(TableRequirements.FirstFailure([new TableRequirement.AssertCreate()], null));
        Assert.NotNull(TableRequirements.FirstFailure([new TableRequirement.AssertCurrentSchemaId(0)], null));
    }
}
