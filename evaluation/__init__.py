"""一线纪实 (Yixian): frontline records, exemplary deeds, appraisals and stories of a college's Party committee.

The wings, from the ground up; imports go down only:

foundation   tools without a domain word: database, audit, calendar, web, files, documents
registry     who exists: organisations, people, accounts
procedures   what all processes share: workflow, evidence, notices, consents, inbox
records      what happened: shifts, deeds
appraisals   what it means for cadres  |  publicity   how it is told
portal       home, search, own record, imports: reads everything, owns nothing
"""
