"""The reviewers' work (初審單位): what comes in, the order of units and persons, and what goes to the 職安署.

Sources: 選拔作業要點七, 附表三, 函說明二 and 三, 推(自)薦表填寫補充說明五 and 初審意見表.
"""
