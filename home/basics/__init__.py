"""What every site starts with: vocabulary, membership categories, drafts of its pages."""
